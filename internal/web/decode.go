package web

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/models"
)

// KeptField is the hidden field that names what was typed before one had to sign in, when it is sent after all.
const KeptField = "kept"

// Fields of a form that Decode passes over: the key of the request, what was kept, and the names of buttons.
var passedOver = []string{keyField, KeptField, "submit"}

// mostRows bounds the position in a dotted name such as phases.3.kind.
const mostRows = 200

// Decode reads a form into a request struct: the body only, never the URL. Names are the `form` tags, else
// the `json` tags, dotted for what is nested: target.exact, phases.0.kind, titles.fr. A check box bears the
// value "true". Lines at the end of a list that were left empty are dropped. A field the struct does not
// have is refused, save those in extra, which the handler reads by itself (files, for example).
// Faults: Malformed (unknown_field, wrong_type, repeated_key), Invalid (number).
// The text rules are the use-cases' own.
func Decode(c echo.Context, in any, extra ...string) error {
	st := of(c)
	if st.cut { // whoever sent it has to sign in first
		return fault.New(fault.TooLarge, "too_large").With("max", st.server.o.Limits.Body)
	}
	if err := cmp.Or(st.over, st.readForm(c.Request())); err != nil {
		return err
	}
	root := newNode()
	for name, values := range st.form.values {
		if slices.Contains(passedOver, name) || slices.Contains(extra, name) {
			continue
		}
		if !root.put(strings.Split(name, "."), values) {
			return malformed("unknown_field", name)
		}
	}
	for name := range st.form.files {
		if !slices.Contains(extra, name) {
			return malformed("unknown_field", name)
		}
	}
	d := &formDecoder{}
	if err := d.decode(reflect.ValueOf(in).Elem(), root, ""); err != nil {
		return err
	}
	return fault.Fields(d.problems)
}

func malformed(code, field string) error {
	if !printable(field) {
		field = ""
	}
	return &fault.Error{Kind: fault.Malformed, Code: code, Fields: []fault.Field{{Name: field, Code: code}}}
}

// printable keeps what somebody sent as a name out of the answer unless it looks like one.
func printable(name string) bool {
	for _, r := range name {
		if r > '~' || !strings.ContainsRune("._-", r) && !('a' <= r && r <= 'z') && !('A' <= r && r <= 'Z') && !('0' <= r && r <= '9') {
			return false
		}
	}
	return len(name) <= 200
}

// node is a form unfolded along the dots of its names.
type node struct {
	values []string
	below  map[string]*node
}

func newNode() *node { return &node{below: map[string]*node{}} }

func (n *node) put(path []string, values []string) bool {
	if len(path) > maxDepth {
		return false
	}
	for _, p := range path {
		next, ok := n.below[p]
		if !ok {
			next = newNode()
			n.below[p] = next
		}
		n = next
	}
	n.values = values
	return true
}

// empty tells whether nothing was typed anywhere below.
func (n *node) empty() bool {
	for _, v := range n.values {
		if v != "" {
			return false
		}
	}
	for _, b := range n.below {
		if !b.empty() {
			return false
		}
	}
	return true
}

type formDecoder struct{ problems []fault.Field }

func (d *formDecoder) decode(v reflect.Value, n *node, path string) error {
	switch v.Kind() {
	case reflect.Pointer:
		if n.empty() {
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return d.decode(v.Elem(), n, path)
	case reflect.Struct:
		return d.object(v, n, path)
	case reflect.Map:
		return d.texts(v, n, path)
	case reflect.Slice:
		return d.list(v, n, path)
	}
	if len(n.below) > 0 {
		return malformed("unknown_field", path)
	}
	if len(n.values) > 1 {
		return malformed("repeated_key", path)
	}
	return d.scalar(v, n.values[0], path)
}

func (d *formDecoder) object(v reflect.Value, n *node, path string) error {
	if len(n.values) > 0 {
		return malformed("wrong_type", path)
	}
	fields := fieldsOf(v.Type(), "form")
	for name, below := range n.below {
		index, ok := fields[name]
		if !ok {
			return malformed("unknown_field", join(path, name))
		}
		if err := d.decode(v.FieldByIndex(index), below, join(path, name)); err != nil {
			return err
		}
	}
	return nil
}

// texts reads names such as titles.fr; a language whose text was left empty is left out.
func (d *formDecoder) texts(v reflect.Value, n *node, path string) error {
	if len(n.values) > 0 {
		return malformed("wrong_type", path)
	}
	v.Set(reflect.MakeMap(v.Type()))
	for name, below := range n.below {
		if below.empty() {
			continue
		}
		e := reflect.New(v.Type().Elem()).Elem()
		if err := d.decode(e, below, join(path, name)); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), e)
	}
	return nil
}

func (d *formDecoder) list(v reflect.Value, n *node, path string) error {
	for _, s := range n.values {
		if s == "" {
			continue // the choice "none" of a list
		}
		e := reflect.New(v.Type().Elem()).Elem()
		if err := d.decode(e, &node{values: []string{s}}, path); err != nil {
			return err
		}
		v.Set(reflect.Append(v, e))
	}
	last := -1
	for name, below := range n.below {
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || i >= mostRows || strconv.Itoa(i) != name || len(n.values) > 0 {
			return malformed("unknown_field", join(path, name))
		}
		if !below.empty() {
			last = max(last, i)
		}
	}
	for i := range last + 1 {
		e := reflect.New(v.Type().Elem()).Elem()
		if below, ok := n.below[strconv.Itoa(i)]; ok {
			if err := d.decode(e, below, join(path, strconv.Itoa(i))); err != nil {
				return err
			}
		}
		v.Set(reflect.Append(v, e))
	}
	return nil
}

func (d *formDecoder) scalar(v reflect.Value, s, path string) error {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Bool:
		if s != "" && s != "true" && s != "false" {
			return malformed("wrong_type", path)
		}
		v.SetBool(s == "true")
	case reflect.Int, reflect.Int64:
		if s == "" {
			return nil
		}
		i, err := strconv.ParseInt(models.ASCIIDigits(s), 10, v.Type().Bits())
		if err != nil || strings.HasPrefix(s, "+") {
			d.problems = append(d.problems, fault.Field{Name: path, Code: "number"})
			return nil
		}
		v.SetInt(i)
	default:
		return malformed("unknown_field", path)
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
