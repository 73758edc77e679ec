package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"nhslaw/bot/discordbot/discordtest"
	"nhslaw/bot/slackbot/slacktest"
	"nhslaw/corpus"
)

// questions are wordings from the corpus, each of which has an answer.
func questions() []string {
	var all []string
	for _, e := range corpus.Embedded().Entries {
		n := 0
		for ask := range e.Asks.All() {
			if n++; n > wordings {
				break
			}
			all = append(all, ask)
		}
	}
	return all
}

// wordings is how many of an entry's are asked.
const wordings = 20

// serial tells requests, and who makes them, apart.
var serial atomic.Int64

// slackHTTP is Slack, as it sends slash commands over HTTP.
var slackHTTP = platform{
	name: "Slack",
	path: "/slack/commands",
	sign: func(body []byte, at time.Time) http.Header {
		r := &http.Request{Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}}
		slacktest.Sign(r, body, at)
		return r.Header
	},
	command: func(question string) []byte {
		id := strconv.FormatInt(serial.Add(1), 10)
		return []byte(url.Values{
			"token": {"legacy"}, "team_id": {slacktest.Team}, "team_domain": {"policy"}, "channel_id": {"C0000001"}, "channel_name": {"general"},
			"user_id": {"U" + id}, "user_name": {"reader"}, "command": {"/nhslaw"}, "text": {question}, "api_app_id": {"A0000001"},
			"is_enterprise_install": {"false"}, "response_url": {"http://127.0.0.1:9/response/" + id}, "trigger_id": {"1." + id},
		}.Encode())
	},
}

// discordHTTP is Discord, as it sends interactions over HTTP.
var discordHTTP = platform{
	name: "Discord",
	path: "/discord/interactions",
	sign: discordtest.Sign,
	command: func(question string) []byte {
		n := serial.Add(1)
		id := func(kind int64) string { return strconv.FormatInt(kind<<56+n, 10) }
		body, err := json.Marshal(discordtest.Slash(id(1), id(2), id(3), question))
		if err != nil {
			panic(err) // it is made of texts alone
		}
		return body
	},
}
