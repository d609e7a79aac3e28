package web

import (
	"reflect"
	"strings"
)

// fieldsOf gives the fields of a request struct by their name in a form or in JSON; what an embedded struct
// has is the struct's own. A field without a name is not to be set from outside.
func fieldsOf(t reflect.Type, tag string) map[string][]int {
	out := map[string][]int{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if name == "" {
			name, _, _ = strings.Cut(f.Tag.Get("json"), ",")
		}
		if f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			for n, index := range fieldsOf(f.Type, tag) {
				out[n] = append(append([]int{}, f.Index...), index...)
			}
			continue
		}
		if name != "" && name != "-" && f.IsExported() {
			out[name] = f.Index
		}
	}
	return out
}
