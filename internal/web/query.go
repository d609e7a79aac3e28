package web

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/models"
)

// mostValues bounds how often one filter may be repeated.
const mostValues = 500

// Query reads a filter from the URL by its `query` tags. Parameters it does not have are passed over: links
// carry ?lang= and what other sites add. Fault: Malformed (bad_filter) with the parameter.
func Query(c echo.Context, into any) error { return Filter(c.QueryParams(), into) }

// Filter reads a filter from the parameters of any address of ours, as Query does.
func Filter(q url.Values, into any) error {
	v := reflect.ValueOf(into).Elem()
	for f, field := range v.Fields() {
		name := f.Tag.Get("query")
		values := q[name]
		if name == "" || len(values) == 0 {
			continue
		}
		if !setQuery(field, values) {
			return malformed("bad_filter", name)
		}
	}
	return nil
}

func setQuery(field reflect.Value, values []string) bool {
	if field.Kind() == reflect.Slice {
		for _, s := range values {
			if s != "" { // the choice "any" of a list
				field.Set(reflect.Append(field, reflect.ValueOf(s)))
			}
		}
		return len(values) <= mostValues
	}
	if len(values) > 1 {
		return false
	}
	switch field.Kind() {
	case reflect.String:
		clean, _ := models.CleanText(values[0]) // refused already when it breaks the rules
		field.SetString(clean)
		return true
	case reflect.Int:
		if values[0] == "" {
			return true
		}
		n, err := strconv.Atoi(models.ASCIIDigits(values[0]))
		field.SetInt(int64(n))
		return err == nil && !strings.HasPrefix(values[0], "+")
	}
	return false
}

// Number reads a positive number from a path, as it is written in the links: without sign and leading zeros.
// Fault: NotFound, with the noun.
func Number(c echo.Context, param, noun string) (int, error) {
	n, err := strconv.Atoi(c.Param(param))
	if err != nil || n < 1 || strconv.Itoa(n) != c.Param(param) {
		return 0, fault.Missing(noun)
	}
	return n, nil
}
