package store

import "gorm.io/gorm"

// Handle is what a reader reads with.
func Handle(r Reader) *gorm.DB { return r.db }
