// Package cluster runs the private PostgreSQL cluster that Backstreet uses when
// no DATABASE_URL names a server.
//
// The cluster lives in the data directory, listens on a Unix socket in a private
// directory and on no TCP port. Every process that needs it calls Open: the first
// one starts the server (and makes the cluster, if there is none), later ones
// adopt the living server, and the last Close stops it.
//
// Three lock files hold the whole protocol. The kernel drops a lock with its
// process, so that a kill -9 of anybody leaves nothing stuck or wrongly counted:
//
//   - lock: held alone while somebody starts or stops the server;
//   - users: held shared by every open Cluster; who can take it alone is the last;
//   - running: inherited by the server and all its children; who can take it
//     alone knows that no process of the cluster lives.
//
// The cluster has two roles: its owner, a superuser (OwnerURL), and the one that
// everything but migrations runs as (URL).
//
// The package does not migrate, grants nothing, and knows nothing of what is in the database.
//
//	c, err := cluster.Open(ctx, cluster.Options{DataDir: "data", Log: slog.Default()})
//	if err != nil {
//		return err
//	}
//	defer c.Close()
//	pool, err := pgxpool.New(ctx, c.URL())
package cluster
