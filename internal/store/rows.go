package store

import (
	"context"

	"gorm.io/gorm"
)

// rows are queries and inserts of one type of row. GORM's own generic form says the same and more, but each of its
// types costs the compiler a third of a second, and this package has dozens.
func rows[T any](db *gorm.DB) query[T] { return query[T]{db} }

// query is a query under way; each step gives a new one.
type query[T any] struct{ db *gorm.DB }

// Where narrows it; the condition is SQL of ours with ? for values.
func (q query[T]) Where(condition string, args ...any) query[T] {
	return query[T]{q.db.Where(condition, args...)}
}

// Select names the columns that are read.
func (q query[T]) Select(columns string) query[T] { return query[T]{q.db.Select(columns)} }

// Order says in which order, by names of ours.
func (q query[T]) Order(columns string) query[T] { return query[T]{q.db.Order(columns)} }

// Limit says how many at most.
func (q query[T]) Limit(n int) query[T] { return query[T]{q.db.Limit(n)} }

// Take gives one row; gorm.ErrRecordNotFound when there is none.
func (q query[T]) Take(ctx context.Context) (row T, err error) {
	err = q.db.WithContext(ctx).Take(&row).Error
	return row, err
}

// Find gives every row.
func (q query[T]) Find(ctx context.Context) (all []T, err error) {
	err = q.db.WithContext(ctx).Find(&all).Error
	return all, err
}

// Create keeps a row.
func (q query[T]) Create(ctx context.Context, row *T) error {
	return q.db.WithContext(ctx).Create(row).Error
}

// CreateInBatches keeps many rows, n in a statement; none is fine.
func (q query[T]) CreateInBatches(ctx context.Context, all *[]T, n int) error {
	if len(*all) == 0 {
		return nil
	}
	return q.db.WithContext(ctx).CreateInBatches(all, n).Error
}
