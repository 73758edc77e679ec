package surface

// A Finding is the outcome of one check of what a surface needs at its
// platform: a token, a registered command. It holds no secret.
type Finding struct {
	Check  string // what was looked at: "bot token"
	Note   string // what was found, where it is right: "team Policy, bot nhslaw"
	Fault  string // what is wrong, in a phrase; "" where nothing is
	Remedy string // what to do about the fault: "install the app again and …"
}
