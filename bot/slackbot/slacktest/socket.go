package slacktest

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// maxAck is the size from which Slack drops an acknowledgement without a word.
const maxAck = 20480

// A socket is one connection of Socket Mode.
type socket struct {
	mu   sync.Mutex // of writing
	conn *websocket.Conn
	done chan struct{} // closed when it is lost
}

func (k *socket) write(v any) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return k.conn.WriteJSON(v)
}

// link is the WebSocket that apps.connections.open hands out; a ticket is good once.
func (s *Slack) link(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	known := s.tickets[ticket]
	delete(s.tickets, ticket)
	s.mu.Unlock()
	if !known {
		http.Error(w, "unknown ticket", http.StatusForbidden)
		return
	}
	conn, err := s.web.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	k := &socket{conn: conn, done: make(chan struct{})}
	if k.write(map[string]any{"type": "hello", "num_connections": 1, "connection_info": map[string]any{"app_id": "A0000001"}}) != nil {
		conn.Close()
		return
	}
	s.mu.Lock()
	s.record(func() { s.sockets = append(s.sockets, k); s.linked++ })
	s.mu.Unlock()
	go s.ping(k)
	for {
		_, frame, err := conn.ReadMessage()
		if err != nil {
			break
		}
		var a Ack
		if len(frame) < maxAck && json.Unmarshal(frame, &a) == nil {
			s.mu.Lock()
			s.record(func() { s.acks = append(s.acks, a) })
			s.mu.Unlock()
		}
	}
	conn.Close()
	close(k.done)
	s.mu.Lock()
	s.record(func() { s.sockets = slices.DeleteFunc(s.sockets, func(other *socket) bool { return other == k }) })
	s.mu.Unlock()
}

func (s *Slack) ping(k *socket) {
	every := s.PingInterval
	if every == 0 {
		every = time.Second
	}
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			k.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second))
		case <-k.done:
			return
		}
	}
}

// Connected tells how many sockets are open.
func (s *Slack) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// Opened tells how often a connection was asked for.
func (s *Slack) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

// Linked tells how often a connection was made, up to the hello. A count of
// those that are open may still be of the old ones.
func (s *Slack) Linked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.linked
}

// Send sends an envelope, or anything else, over the newest socket.
func (s *Slack) Send(v any) error {
	s.mu.Lock()
	if len(s.sockets) == 0 {
		s.mu.Unlock()
		return errors.New("no socket is connected")
	}
	k := s.sockets[len(s.sockets)-1]
	s.mu.Unlock()
	if text, ok := v.(string); ok { // as it is, malformed or not
		k.mu.Lock()
		defer k.mu.Unlock()
		return k.conn.WriteMessage(websocket.TextMessage, []byte(text))
	}
	return k.write(v)
}

// Acks returns the acknowledgements so far.
func (s *Slack) Acks() []Ack {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.acks)
}

// Drop cuts all sockets off, as a lost network does.
func (s *Slack) Drop() {
	s.mu.Lock()
	sockets := slices.Clone(s.sockets)
	s.mu.Unlock()
	for _, k := range sockets {
		k.conn.NetConn().Close()
		<-k.done
	}
}

// Disconnect asks the bot to connect anew, as Slack does every few hours;
// reason is warning, refresh_requested or link_disabled.
func (s *Slack) Disconnect(reason string) error {
	return s.Send(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "stand-in"}})
}
