curl ^"https://api.mypurecloud.com/api/v2/conversations/calls^" ^
  -H ^"authorization: Bearer ${TOKEN}^" ^
  -H ^"content-type: application/json^" ^
  --data-raw ^"{^\^"type^\^":^\^"call^\^",^\^"participants^\^":^[^{^\^"address^\^":^\^"+15551234567^\^",^\^"addressType^\^":^\^"phone^\^",^\^"state^\^":^\^"initial^\^",^\^"mediaTypes^\^":^[^\^"call^\^"^]^}^]^}^"
