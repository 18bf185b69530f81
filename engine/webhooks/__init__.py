"""What a webhook is, without network and database: who wants an event, what is sent, how it is signed, when again."""
