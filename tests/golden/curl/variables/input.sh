#!/bin/sh
BASE=https://api.mypurecloud.com
for TO in "$@"; do
	curl "$BASE/api/v2/conversations/calls" -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
		-d '{"type":"call","participants":[{"address":"tel:'"$TO"'","addressType":"phone","state":"initial","mediaTypes":["call"]}]}'
done
curl https://api.mypurecloud.com/api/v2/conversations/calls -H "Authorization: Bearer $(get_token)" \
	--json @- <<EOF
{"type":"call","participants":[{"address":"tel:`cat number`","addressType":"phone","state":"initial","mediaTypes":["call"]}]}
EOF
