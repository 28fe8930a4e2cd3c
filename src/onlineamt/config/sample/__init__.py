"""The sample world: Musterstadt, Kreis Mustertal and its ten towns. Everybody and every place in it is invented."""
