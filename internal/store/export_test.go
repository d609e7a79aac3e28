package store

import "gorm.io/gorm"

// Handle is what a reader reads with.
func Handle(r Reader) *gorm.DB { return r.db }

// PersonalTables are the tables that are known to be about people.
func PersonalTables() (out []string) {
	for _, p := range personals {
		out = append(out, p.table)
	}
	return out
}

// PersonalColumns are the columns that people are shown.
func PersonalColumns() (out []string) {
	for _, p := range personals {
		out = append(out, p.show)
	}
	return out
}
