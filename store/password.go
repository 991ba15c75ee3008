package store

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"backstreet/rectify"
)

// argon2id by OWASP's first recommendation for interactive sign-in: 19 MiB, two passes, one lane.
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const (
	argonMemoryKiB = 19 * 1024
	argonPasses    = 2
	argonLanes     = 1
	argonKeyBytes  = 32
	argonSaltBytes = 16
)

const (
	minPassword = 8
	maxPassword = 256 // bytes; more only costs the hash
)

// hashing bounds how many hashes run at once, so that many sign-ins cannot take all the memory.
var hashing = make(chan struct{}, 4)

func hashPassword(password string) (string, error) {
	if len(password) < minPassword || len(password) > maxPassword {
		return "", &rectify.Invalid{
			Field: "password", Rule: "password_length",
			Message: fmt.Sprintf("a password has %d to %d characters", minPassword, maxPassword),
		}
	}
	salt := make([]byte, argonSaltBytes)
	rand.Read(salt) // never fails: crypto/rand ends the program rather than give poor randomness
	return "argon2id$" + base64.RawStdEncoding.EncodeToString(salt) +
		"$" + base64.RawStdEncoding.EncodeToString(argon(password, salt)), nil
}

// checkPassword takes as long for nobody's hash as for somebody's, so that time tells no usernames.
func checkPassword(hash, password string) bool {
	_, rest, _ := strings.Cut(hash, "$")
	saltText, keyText, ok := strings.Cut(rest, "$")
	salt, errSalt := base64.RawStdEncoding.DecodeString(saltText)
	key, errKey := base64.RawStdEncoding.DecodeString(keyText)
	if len(password) > maxPassword {
		password = ""
	}
	computed := argon(password, salt)
	return ok && errSalt == nil && errKey == nil && subtle.ConstantTimeCompare(computed, key) == 1
}

// PasswordDigest stands for a password where a request is compared with an earlier one under the same op: as slow to
// guess from as the hash that is signed in with.
func PasswordDigest(password, op string) string {
	salt := sha256.Sum256([]byte(op))
	return base64.RawStdEncoding.EncodeToString(argon(password, salt[:argonSaltBytes]))
}

func argon(password string, salt []byte) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, argonPasses, argonMemoryKiB, argonLanes, argonKeyBytes)
}
