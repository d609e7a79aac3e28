package app

import "time"

// Now is the clock of the machine, for commands that put no App together: UTC, microseconds.
func Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
