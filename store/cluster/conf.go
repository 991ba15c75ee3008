package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

const confHead = `# Written by backstreet at each start. To change a setting: ALTER SYSTEM SET ...
listen_addresses = ''
unix_socket_permissions = 0700
port = 5432
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] '
password_encryption = 'scram-sha-256'
jit = off
random_page_cost = 1.1
work_mem = '16MB'
`

const confDurable = `max_connections = 100
maintenance_work_mem = '256MB'
max_wal_size = '2GB'
checkpoint_timeout = '15min'
wal_compression = on
fsync = on
synchronous_commit = on
`

// Without autovacuum a test's plans depend on nothing but the test.
const confThrowaway = `max_connections = 300
shared_buffers = '128MB'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
`

// configure writes postgresql.conf anew, so that a new release brings its
// settings to old clusters and a moved data directory its new socket.
func (p place) configure(throwaway bool) error {
	conf := confHead + fmt.Sprintf("unix_socket_directories = '%s'\n", p.socketDir())
	if runtime.GOOS == "linux" {
		// Not posix: containers give /dev/shm 64 MB, which a parallel query exceeds.
		conf += "dynamic_shared_memory_type = sysv\n"
	}
	if throwaway {
		conf += confThrowaway
	} else {
		memory := memoryMB()
		conf += confDurable + fmt.Sprintf("shared_buffers = '%dMB'\neffective_cache_size = '%dMB'\n",
			min(max(memory/4, 128), 4096), max(memory/2, 256))
	}
	return p.writeFile(filepath.Join(p.data(), "postgresql.conf"), conf)
}

// writeFile replaces a file of the owner in one step.
func (p place) writeFile(path, content string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(content)
	if err == nil {
		err = p.owner.own(f)
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// memoryMB is how much memory this machine or container has; where the system
// does not say, a cautious 1 GB.
func memoryMB() int {
	memory := 1024
	if info, err := os.ReadFile("/proc/meminfo"); err == nil {
		// The first line: "MemTotal:       24651516 kB".
		if fields := strings.Fields(string(info)); len(fields) > 1 {
			if kB, err := strconv.Atoi(fields[1]); err == nil {
				memory = kB >> 10
			}
		}
	}
	if limit, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if bytes, err := strconv.Atoi(strings.TrimSpace(string(limit))); err == nil {
			memory = min(memory, bytes>>20)
		}
	}
	return memory
}
