package api

import (
	"sync"
	"time"
)

// rememberedFor is how long a replica may take somebody's word after another replica ended the session: as long as it
// may take to show any other edit.
const rememberedFor = time.Second

// callers remembers who asked for tiles in this second. A map asks for twenty at once, and looking up the session for
// each took the database longer than the tile took the engine. Only tiles are answered by it; whatever writes, or reads
// what not everybody may, asks the database.
type callers struct {
	mu         sync.Mutex
	known      map[string]caller // by secret
	since      time.Time
	generation int // of what is known: grows when somebody may no longer be who they were
}

// find gives who came with the secret, and the generation to put one with who was not found.
func (c *callers) find(secret string, now time.Time) (known caller, generation int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if age := now.Sub(c.since); age >= rememberedFor || age < 0 {
		c.known, c.since = map[string]caller{}, now
	}
	known, ok = c.known[secret]
	return known, c.generation, ok
}

// put is without effect when something was forgotten since the generation.
func (c *callers) put(secret string, who caller, generation int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known != nil && generation == c.generation {
		c.known[secret] = who
	}
}

// forget is called once a session ended or a person changed.
func (c *callers) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known = nil
	c.since = time.Time{}
	c.generation++
}
