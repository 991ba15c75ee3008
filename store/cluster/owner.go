package cluster

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"
)

// owner is the system user whose processes and files the cluster consists of.
type owner struct {
	uid, gid int
	// drop says that we are root and have to become this user, because
	// PostgreSQL refuses to run as root.
	drop bool
}

// newOwner is who owns a cluster that does not exist yet.
func newOwner() (owner, error) {
	if os.Geteuid() != 0 {
		return owner{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return owner{}, fmt.Errorf("PostgreSQL refuses to run as root, and there is no user postgres to become: "+
			"run scripts/setup, or run as an ordinary user: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return owner{}, fmt.Errorf("uid of user postgres: %w", err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return owner{}, fmt.Errorf("gid of user postgres: %w", err)
	}
	return owner{uid: uid, gid: gid, drop: true}, nil
}

// ownerOf is who owns the existing directory dir: root runs the cluster as its
// owner, anybody else must be the owner. One that root has just made is for want,
// or, when that is zero, for the owner of a new cluster.
func ownerOf(dir string, info fs.FileInfo, want owner) (owner, error) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return owner{}, fmt.Errorf("owner of %s: this system does not tell", dir)
	}
	uid, gid := int(stat.Uid), int(stat.Gid)
	switch os.Geteuid() {
	case uid:
		if uid == 0 && want != (owner{}) {
			return want, nil
		}
		if uid == 0 {
			return newOwner()
		}
		return owner{uid: uid, gid: gid}, nil
	case 0:
		return owner{uid: uid, gid: gid, drop: true}, nil
	default:
		return owner{}, fmt.Errorf("the cluster in %s belongs to %s: run as root or as that user, or give another --data directory",
			dir, userName(uid))
	}
}

// own makes a file that we may just have created belong to the owner.
func (o owner) own(f *os.File) error {
	if !o.drop {
		return nil
	}
	if err := f.Chown(o.uid, o.gid); err != nil {
		return fmt.Errorf("give %s to the cluster's owner: %w", f.Name(), err)
	}
	return nil
}

// command is a child process of this owner in its own session, so that Ctrl-C in
// the terminal does not reach it. Variables that steer PostgreSQL are kept from
// it, and so is NOTIFY_SOCKET, by which it would report to systemd in our name.
func (o owner) command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if o.drop {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)}
	}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "PG") && !strings.HasPrefix(variable, "NOTIFY_SOCKET=") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	return cmd
}

// reaches tells whether the owner may enter dir: the child changes its user
// before its directory, so starting anything there answers the question.
func (o owner) reaches(dir string) bool {
	return !o.drop || o.command(dir, "true").Run() == nil
}

func userName(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return "user " + u.Username
	}
	return "user " + strconv.Itoa(uid)
}
