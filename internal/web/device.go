package web

import "strings"

// family is a name and the words of a User-Agent header by which it is told.
type family struct{ name, word string }

// The order matters: most browsers claim to be others as well.
var (
	browsers = []family{
		{"Edge", "Edg/"},
		{"Edge", "EdgA/"},
		{"Edge", "EdgiOS/"},
		{"Opera", "OPR/"},
		{"Samsung Internet", "SamsungBrowser/"},
		{"Firefox", "Firefox/"},
		{"Firefox", "FxiOS/"},
		{"Chrome", "CriOS/"},
		{"Chrome", "Chrome/"},
		{"Safari", "Safari/"},
	}
	systems = []family{
		{"Android", "Android"},
		{"iOS", "iPhone"},
		{"iPadOS", "iPad"},
		{"Windows", "Windows"},
		{"ChromeOS", "CrOS"},
		{"macOS", "Macintosh"},
		{"Linux", "Linux"},
	}
)

// device is what is kept of a User-Agent header: the families of browser and system, as in "Firefox, Linux". It
// tells a person their own browsers apart and nobody else much.
func device(agent string) string {
	var parts []string
	for _, list := range [][]family{browsers, systems} {
		for _, f := range list {
			if strings.Contains(agent, f.word) {
				parts = append(parts, f.name)
				break
			}
		}
	}
	return strings.Join(parts, ", ")
}
