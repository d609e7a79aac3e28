package store

import (
	"context"
	"fmt"
)

// Place is where a database is kept: a file of this machine, or a server. One of the two is empty.
type Place struct {
	File   string // a path
	Server string // for people: kind, host and port, database and user; never the password
}

// PlaceOf reads a database URL without opening anything.
func PlaceOf(databaseURL string) (Place, error) {
	if isPostgres(databaseURL) {
		return postgresPlace(databaseURL)
	}
	path, ok := sqlitePath(databaseURL)
	if !ok {
		return Place{}, errUnknownURL
	}
	return Place{File: path}, nil
}

// Version names the database and its version, for people.
func (s *Store) Version(ctx context.Context) (string, error) {
	var out string
	if err := s.raw(ctx, &out, s.d.version); err != nil {
		return "", fmt.Errorf("ask the database's version: %w", err)
	}
	return out, nil
}
