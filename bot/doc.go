// Package bot is the conversation: a message in, a reply out, the same for
// every surface. It knows no platform: [Desk] answers, and each surface renders
// the [Reply] in its own way, in one function.
package bot
