"""The mailbox of the demo: e-mails that were not sent, for whoever tries the portal out."""
