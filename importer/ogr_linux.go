package importer

import (
	"os"
	"syscall"
)

// withoutNetwork gives the child a network namespace of its own, in which there is not even a loopback address. It
// takes root, or a user namespace in which the child is itself.
func withoutNetwork(process *syscall.SysProcAttr) {
	process.Cloneflags = syscall.CLONE_NEWNET
	if user := os.Geteuid(); user != 0 {
		group := os.Getegid()
		process.Cloneflags |= syscall.CLONE_NEWUSER
		process.UidMappings = []syscall.SysProcIDMap{{ContainerID: user, HostID: user, Size: 1}}
		process.GidMappings = []syscall.SysProcIDMap{{ContainerID: group, HostID: group, Size: 1}}
	}
}
