package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// oldestMajor is the oldest PostgreSQL that Backstreet works with.
const oldestMajor = 15

// binPatterns are where packages put the server's programs: Debian and Ubuntu,
// Homebrew on both kinds of Mac and on Linux, the PostgreSQL project's RPMs.
var binPatterns = []string{
	"/usr/lib/postgresql/*/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
	"/usr/pgsql-*/bin",
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// programs is one installed PostgreSQL.
type programs struct {
	bin     string
	major   int
	postgis bool
}

// findPrograms chooses the PostgreSQL for the cluster in dataDir: the one that
// made it, or for a new cluster the newest one that has PostGIS.
func findPrograms(dataDir string) (programs, error) {
	found := installed()
	made, err := madeBy(dataDir)
	if err != nil {
		return programs{}, err
	}
	best := programs{}
	for _, p := range found {
		fits := p.major >= oldestMajor && p.postgis && (made == 0 || p.major == made)
		if fits && p.major > best.major {
			best = p
		}
	}
	switch {
	case best.bin != "":
		return best, nil
	case made != 0:
		return programs{}, fmt.Errorf("the cluster in %s was made by PostgreSQL %d, and that version is not installed with PostGIS: "+
			"install postgresql-%d-postgis-3", dataDir, made, made)
	case len(found) == 0:
		return programs{}, fmt.Errorf("PostgreSQL is not installed: run scripts/setup, install PostgreSQL %d or newer with PostGIS, or set DATABASE_URL", oldestMajor)
	default:
		return programs{}, fmt.Errorf("no PostgreSQL %d or newer with PostGIS among %s: run scripts/setup, or set DATABASE_URL", oldestMajor, list(found))
	}
}

// madeBy is the major version that made the cluster; 0 when there is none yet.
func madeBy(dataDir string) (int, error) {
	version, err := os.ReadFile(filepath.Join(dataDir, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the cluster's version: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(version)))
	if err != nil {
		return 0, fmt.Errorf("read the cluster's version: %w", err)
	}
	return major, nil
}

func installed() []programs {
	var found []programs
	seen := map[string]bool{}
	for _, bin := range binDirs() {
		if real, err := filepath.EvalSymlinks(bin); err == nil && !seen[real] {
			seen[real] = true
			if p, ok := inspect(bin); ok {
				found = append(found, p)
			}
		}
	}
	return found
}

func binDirs() []string {
	var dirs []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, pattern := range binPatterns {
		matches, _ := filepath.Glob(pattern) // only a malformed pattern fails
		dirs = append(dirs, matches...)
	}
	return dirs
}

// inspect asks the programs in bin what they are; false when there is no server.
func inspect(bin string) (programs, bool) {
	out, err := exec.Command(filepath.Join(bin, "postgres"), "--version").Output()
	match := versionPattern.FindSubmatch(out)
	if err != nil || match == nil {
		return programs{}, false
	}
	major, err := strconv.Atoi(string(match[1]))
	if err != nil {
		return programs{}, false
	}
	return programs{bin: bin, major: major, postgis: hasPostGIS(bin)}, true
}

// hasPostGIS looks for the extension beside the server. Without a pg_config of
// its own we cannot know, and leave it to CREATE EXTENSION.
func hasPostGIS(bin string) bool {
	share, err := exec.Command(filepath.Join(bin, "pg_config"), "--sharedir").Output()
	if err != nil {
		return true
	}
	_, err = os.Stat(filepath.Join(strings.TrimSpace(string(share)), "extension", "postgis.control"))
	return err == nil
}

func list(found []programs) string {
	var names []string
	for _, p := range found {
		name := fmt.Sprintf("PostgreSQL %d", p.major)
		if !p.postgis {
			name += " without PostGIS"
		}
		names = append(names, name+" in "+p.bin)
	}
	return strings.Join(names, ", ")
}
