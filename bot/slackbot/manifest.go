package slackbot

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"nhslaw/bot"
)

// A Manifest describes the app to Slack: what it can do, and where Slack
// reaches it.
type Manifest struct {
	URL           string    // https://…, where the bot's HTTP server is reached; "" for Socket Mode
	FollowThreads bool      // subscribe to messages in channels too
	Desk          *bot.Desk // for the prompts that the agent view suggests; may be nil
}

type object = map[string]any

// JSON is the manifest as Slack takes it (docs.slack.dev/reference/app-manifest),
// with no scope that isn't needed. An error says that the URL is none.
func (m Manifest) JSON() ([]byte, error) {
	u, err := url.Parse(m.URL)
	if m.URL != "" && (err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return nil, errors.New("the URL should be like https://nhslaw.example.org: Slack takes https only")
	}
	base := strings.TrimSuffix(m.URL, "/")
	command := object{
		"command": "/nhslaw", "description": "Ask about NHS law reform, 2017 to 2019", "usage_hint": "when could legislation start?", "should_escape": false,
	}
	granted := append([]string{}, scopes...)
	events := []string{"app_home_opened", "app_mention", "app_uninstalled", "assistant_thread_started", "message.im", "tokens_revoked"}
	if m.FollowThreads {
		granted = append(granted, "channels:history", "groups:history")
		events = append(events, "message.channels", "message.groups")
	}
	subscriptions, interactivity := object{"bot_events": events}, object{"is_enabled": true}
	if base != "" {
		command["url"] = base + "/slack/commands"
		subscriptions["request_url"] = base + "/slack/events"
		interactivity["request_url"] = base + "/slack/interactions"
	}
	agent := object{"agent_description": "Answers questions about NHS law reform from five articles of 2017 to 2019, with the quotation and the paragraph."}
	if m.Desk != nil {
		var prompts []object
		for _, q := range prompted(m.Desk) {
			prompts = append(prompts, object{"title": q, "message": q})
		}
		agent["suggested_prompts"] = prompts
	}
	manifest := object{
		"display_information": object{
			"name": "NHS law", "description": "Answers questions about NHS law reform, with the quotation and the citation", "background_color": "#005eb8",
			"long_description": "Ask in your own words what was proposed for NHS legislation between 2017 and 2019, by whom, and who disagreed. You get a short answer, the sentence that backs it word for word, who said it and when, and the paragraph of the article it stands in. Where the five articles don't say, it says so. It can check a quotation too.",
		},
		"features": object{
			"app_home":   object{"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
			"agent_view": agent,
			"bot_user":   object{"display_name": "nhslaw", "always_online": true},
			"shortcuts": []object{
				{"name": "Check this quotation", "type": "message", "callback_id": shortcutCheck, "description": "Is it exact, altered or not in the sources?"},
				{"name": "What do the sources say?", "type": "message", "callback_id": shortcutAsk, "description": "What do the sources say to this message?"},
			},
			"slash_commands": []object{command},
		},
		"oauth_config": object{"scopes": object{"bot": granted}},
		"settings": object{
			"event_subscriptions": subscriptions, "interactivity": interactivity,
			"org_deploy_enabled": false, "socket_mode_enabled": base == "", "token_rotation_enabled": false,
		},
	}
	b, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the manifest: %w", err)
	}
	return append(b, '\n'), nil
}
