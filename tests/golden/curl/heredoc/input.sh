#!/bin/sh
cat <<JSON | curl -X POST -H "authorization: Bearer $T" -H 'content-type: application/json' -d @- https://api.mypurecloud.com/api/v2/conversations/calls
{
  "type": "call",
  "participants": [ { "address": "\$1555", "addressType": "phone", "state": "initial", "mediaTypes": [ "call" ] } ]
}
JSON
