"""The outbox topics of the network."""

# Followed by the sender of e-mails; the key is the notification.
MAIL = "notification-mail"
