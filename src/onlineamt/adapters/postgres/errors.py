"""What can stand in the way of a cluster."""


class ClusterFailed(Exception):
    """PostgreSQL did not start; the message is one sentence with the mend."""
