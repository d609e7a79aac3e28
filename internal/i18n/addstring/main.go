// Command addstring keeps the catalogues of the interface in step. Run from the
// root of the repository:
//
//	go run ./internal/i18n/addstring KEY VALUE   adds a key with its English text to all catalogues
//	go run ./internal/i18n/addstring fmt         sorts and formats all catalogues
//
// It refuses to translate: the English text stands in every language until
// somebody writes the other five.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"travaux/internal/i18n"
)

func main() {
	if err := run(filepath.Join("internal", "i18n", "locales"), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "addstring:", err)
		os.Exit(1)
	}
}

// run does what args say to the catalogues in a folder. All are read before any
// is written, so that a broken one stops the whole.
func run(folder string, args []string) error {
	catalogues, err := read(folder)
	if err != nil {
		return err
	}
	switch {
	case len(args) == 1 && args[0] == "fmt":
	case len(args) == 2 && args[0] != "" && args[1] != "":
		if err := add(catalogues, args[0], args[1]); err != nil {
			return err
		}
	default:
		return errors.New("usage: addstring KEY VALUE, or addstring fmt")
	}
	for _, lang := range i18n.Languages() {
		if err := write(folder, lang, catalogues[lang]); err != nil {
			return err
		}
	}
	return nil
}

func read(folder string) (map[string]map[string]any, error) {
	catalogues := map[string]map[string]any{}
	for _, lang := range i18n.Languages() {
		name := filepath.Join(folder, lang+".json")
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read catalogue: %w", err)
		}
		catalogue, err := i18n.ParseCatalogue(raw)
		if err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", name, err)
		}
		catalogues[lang] = catalogue
	}
	return catalogues, nil
}

// add puts a text where the key is missing; what is already there is kept.
func add(catalogues map[string]map[string]any, key, value string) error {
	added := false
	for _, catalogue := range catalogues {
		if _, there := catalogue[key]; !there {
			catalogue[key] = value
			added = true
		}
	}
	if !added {
		return fmt.Errorf("add key %q: every catalogue has it", key)
	}
	return nil
}

// write replaces a catalogue at once, and only if it changes: others may be
// editing beside us.
func write(folder, lang string, catalogue map[string]any) error {
	name := filepath.Join(folder, lang+".json")
	text, err := i18n.FormatCatalogue(catalogue)
	if err != nil {
		return fmt.Errorf("write catalogue %s: %w", name, err)
	}
	if old, err := os.ReadFile(name); err == nil && string(old) == string(text) {
		return nil
	}
	if err := os.WriteFile(name+".new", text, 0o644); err != nil {
		return fmt.Errorf("write catalogue %s: %w", name, err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("write catalogue %s: %w", name, err)
	}
	return nil
}
