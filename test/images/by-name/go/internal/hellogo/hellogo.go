// Package hellogo has what the standard library of Go opens or calls by its name.
package hellogo

import (
	"crypto/x509"
	"fmt"
	"mime"
	"net"
	"os"
	"os/exec"
	"os/user"
	"slices"
	"time"
)

type use func() (any, error)

var uses = map[string]use{
	"time zone": func() (any, error) {
		return time.Unix(1_700_000_000, 0).Format(time.RFC1123), nil
	},
	"time zones of a name": func() (any, error) {
		berlin, err := time.LoadLocation("Europe/Berlin")
		return fmt.Sprint(time.Unix(0, 0).In(berlin)), err
	},
	"an unknown time zone": func() (any, error) { return time.LoadLocation("Europe/Nowhere") },
	"localhost": func() (any, error) {
		addresses, err := net.LookupHost("localhost")
		slices.Sort(addresses)
		return addresses, err
	},
	"services":  func() (any, error) { return net.LookupPort("tcp", "postgresql") },
	"protocols": func() (any, error) { return net.ResolveIPAddr("ip4:sctp", "127.0.0.1") },
	"user": func() (any, error) {
		current, err := user.LookupId("993")
		if err != nil {
			return nil, err
		}
		return current.Username, nil
	},
	"group": func() (any, error) {
		group, err := user.LookupGroupId("0")
		return group.Name, err
	},
	"home":                func() (any, error) { return os.UserHomeDir() },
	"cache":               func() (any, error) { return os.UserCacheDir() },
	"temporary directory": func() (any, error) { return os.TempDir(), nil },
	"working directory":   func() (any, error) { return os.Getwd() },
	"MIME types": func() (any, error) {
		return []string{mime.TypeByExtension(".json"), mime.TypeByExtension(".docx")}, nil
	},
	"certificate authorities": func() (any, error) {
		pool, err := x509.SystemCertPool()
		if err != nil {
			return nil, err
		}
		//nolint:staticcheck // The only way to count them.
		return len(pool.Subjects()) > 100, nil
	},
	"sh":          func() (any, error) { return output("sh", "-c", "echo $((6 * 7))") },
	"sh, by path": func() (any, error) { return output("/bin/sh", "-c", "echo yes") },
	"programs":    func() (any, error) { return output("cat", "--version") },
	"scripts":     func() (any, error) { return output("ldd", "--version") },
	"no program":  func() (any, error) { return output("no-such-program") },
	"data":        func() (any, error) { return output("ls", "/var/task/events") },
}

func output(name string, arguments ...string) (string, error) {
	text, err := exec.Command(name, arguments...).Output()
	return string(text), err
}

// Handle returns the result of each use.
func Handle() (map[string]any, error) {
	results := map[string]any{}
	for name, use := range uses {
		result, err := use()
		if err != nil {
			result = err.Error()
		}
		results[name] = result
	}
	return results, nil
}
