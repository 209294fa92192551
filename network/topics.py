"""The outbox topics of the network."""

# Followed by the sender of e-mails; the key is the notification.
MAIL = "notification-mail"
# Followed by whatever shows a city's facts; the key is the city. Written only where a handler is registered.
CITY = "city"
