{"participants": ["+15551234567"]}
