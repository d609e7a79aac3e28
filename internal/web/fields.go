package web

import (
	"fmt"
	"reflect"
	"strings"

	"travaux/internal/fault"
	"travaux/models"
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

// cleanStrings applies the text rules to every string of a decoded value, in place, and names the fields
// that hold what no text may.
func cleanStrings(v reflect.Value, path string) []fault.Field {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return cleanStrings(v.Elem(), path)
		}
	case reflect.String:
		return cleanString(v, path)
	case reflect.Struct:
		return cleanStruct(v, path)
	case reflect.Slice:
		var out []fault.Field
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return nil // a file, or JSON kept as it is
		}
		for i := range v.Len() {
			out = append(out, cleanStrings(v.Index(i), join(path, fmt.Sprint(i)))...)
		}
		return out
	case reflect.Map:
		return cleanMap(v, path)
	}
	return nil
}

func cleanString(v reflect.Value, path string) []fault.Field {
	clean, problem := models.CleanText(v.String())
	if problem != models.TextOK {
		return []fault.Field{{Name: path, Code: string(problem)}}
	}
	if clean != v.String() && v.CanSet() {
		v.SetString(clean)
	}
	return nil
}

func cleanStruct(v reflect.Value, path string) []fault.Field {
	var out []fault.Field
	for f, value := range v.Fields() {
		if !f.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("form"), ",")
		if name == "" {
			name, _, _ = strings.Cut(f.Tag.Get("json"), ",")
		}
		switch {
		case f.Anonymous && name == "":
			out = append(out, cleanStrings(value, path)...)
		case name != "" && name != "-":
			out = append(out, cleanStrings(value, join(path, name))...)
		}
	}
	return out
}

// cleanMap cleans what a map holds; the values of a map cannot be changed in place. A map by bool is how a
// value that may be null is kept, so its keys are no names.
func cleanMap(v reflect.Value, path string) []fault.Field {
	var out []fault.Field
	for _, k := range v.MapKeys() {
		at := path
		if k.Kind() == reflect.String {
			at = join(path, k.String())
			if _, bad := models.CleanText(k.String()); bad != models.TextOK {
				out = append(out, fault.Field{Name: path, Code: string(bad)})
				continue
			}
		}
		e := reflect.New(v.Type().Elem()).Elem()
		e.Set(v.MapIndex(k))
		out = append(out, cleanStrings(e, at)...)
		v.SetMapIndex(k, e)
	}
	return out
}
