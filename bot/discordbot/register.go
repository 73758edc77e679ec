package discordbot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"

	"github.com/bwmarrin/discordgo"

	"nhslaw/bot/surface"
)

// Register registers the commands with Discord if they differ from those that
// are registered: for one guild, where they work at once, or with guild "" for
// all. With dryRun it only looks. It reports whether they differ.
func Register(ctx context.Context, cfg Config, guild string, dryRun bool) (differ bool, err error) {
	if cfg.Token == "" {
		return false, errors.New("DISCORD_BOT_TOKEN is not set: copy it from Bot in the Developer Portal")
	}
	if guild != "" && !isID(guild) {
		return false, errors.New("--guild takes the server's id, a number: Copy Server ID in Discord, with Developer Mode on")
	}
	if id := cfg.ApplicationID; id != "" && !isID(id) {
		return false, errApplicationID
	}
	r, err := cfg.rest(surface.NewMeter(), "discord")
	if err != nil {
		return false, err
	}
	return register(ctx, r, cfg.ApplicationID, guild, dryRun)
}

// register is Register; the application is looked up if its id is "".
func register(ctx context.Context, r *rest, application, guild string, dryRun bool) (differ bool, err error) {
	if application == "" {
		app, err := lookUp(ctx, r)
		if err != nil {
			return false, err
		}
		application = app.ID
	}
	path := "applications/" + application
	if guild != "" {
		path += "/guilds/" + guild
	}
	path += "/commands"
	var registered []*discordgo.ApplicationCommand
	if err := r.do(ctx, call{method: http.MethodGet, path: path + "?with_localizations=true", route: path}, &registered); err != nil {
		return false, fmt.Errorf("reading the registered commands: %w", err)
	}
	commands := Commands()
	if same(registered, commands) {
		return false, nil
	}
	if dryRun {
		return true, nil
	}
	// All at once: this replaces commands of every type, those of other names too.
	if err := r.do(ctx, call{method: http.MethodPut, path: path, route: path, body: commands}, nil); err != nil {
		return true, fmt.Errorf("registering the commands: %w", err)
	}
	return true, nil
}

// app is the application that a token is for.
type app struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Key  string `json:"verify_key"`
}

func lookUp(ctx context.Context, r *rest) (a app, err error) {
	if err := r.do(ctx, call{method: http.MethodGet, path: "applications/@me", route: "application"}, &a); err != nil {
		return a, fmt.Errorf("looking up the application: %w", err)
	}
	if !isID(a.ID) {
		return a, errors.New("looking up the application: an answer without its id")
	}
	return a, nil
}

// same compares commands in what this program says of them; Discord adds ids,
// versions and defaults.
func same(a, b []*discordgo.ApplicationCommand) bool {
	return reflect.DeepEqual(normal(a), normal(b))
}

func normal(commands []*discordgo.ApplicationCommand) []discordgo.ApplicationCommand {
	out := []discordgo.ApplicationCommand{}
	for _, c := range commands {
		out = append(out, discordgo.ApplicationCommand{
			Type: max(c.Type, discordgo.ChatApplicationCommand), Name: c.Name, Description: c.Description,
			NameLocalizations: filled(c.NameLocalizations), DescriptionLocalizations: filled(c.DescriptionLocalizations),
			Contexts: sorted(c.Contexts), IntegrationTypes: sorted(c.IntegrationTypes), Options: normalOptions(c.Options),
		})
	}
	slices.SortFunc(out, func(a, b discordgo.ApplicationCommand) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func normalOptions(options []*discordgo.ApplicationCommandOption) []*discordgo.ApplicationCommandOption {
	var out []*discordgo.ApplicationCommandOption
	for _, o := range options {
		out = append(out, &discordgo.ApplicationCommandOption{
			Type: o.Type, Name: o.Name, Description: o.Description, Required: o.Required, Autocomplete: o.Autocomplete, MaxLength: o.MaxLength,
		})
	}
	return out
}

func filled(m *map[discordgo.Locale]string) *map[discordgo.Locale]string {
	if m == nil || len(*m) == 0 {
		return nil
	}
	return m
}

func sorted[T cmp.Ordered](list *[]T) *[]T {
	if list == nil {
		return nil
	}
	out := slices.Sorted(slices.Values(*list))
	return &out
}
