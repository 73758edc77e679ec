// Package slackbot is nhslaw in Slack: events in, blocks out.
//
// Slack reaches it in two ways, Socket Mode (socket.go) and HTTP (http.go).
// Both hand what they get to one set of handlers: command.go for /nhslaw,
// event.go for mentions and messages, action.go for buttons and shortcuts,
// home.go for the App Home. A handler asks the clerk, has the reply rendered
// (render.go, the only place where a reply becomes a message, from the parts in
// page.go, claim.go and foot.go) and sends it (post.go). A slash command's reply goes in the acknowledgement itself; all
// else is acknowledged first and done afterwards (work.go).
//
// Of a payload only the fields that are needed are read: Slack adds new ones,
// and new kinds of blocks in people's messages, at any time.
package slackbot
