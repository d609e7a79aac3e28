// Command draw makes internal/atlas/data/world.csv of public data. Run from the root of the repository:
//
//	go run ./internal/atlas/draw COUNTRIES-110M.JSON M49-COUNTRIES.CSV > internal/atlas/data/world.csv
//
// The first file is a topology of Natural Earth's countries, the second tells the two letters of the three digits by
// which it knows them. Lines are simplified once for both countries they part, so that no gap opens between them.
package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 2 {
		return errors.New("usage: draw COUNTRIES-110M.JSON M49-COUNTRIES.CSV")
	}
	raw, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("read the topology: %w", err)
	}
	var t topology
	if err := json.Unmarshal(raw, &t); err != nil {
		return fmt.Errorf("read the topology: %w", err)
	}
	letters, err := lettersIn(args[1])
	if err != nil {
		return err
	}
	return draw(t, letters, out)
}

// lettersIn reads which two letters belong to which three digits.
func lettersIn(name string) (map[string]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read the codes: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the codes: %w", err)
	}
	out := map[string]string{}
	for _, r := range rows[1:] {
		out[strings.TrimPrefix(r[0], "\ufeff")] = r[1]
	}
	return out, nil
}
