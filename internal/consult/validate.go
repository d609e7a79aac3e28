package consult

import (
	"errors"
	"net/mail"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"
	"golang.org/x/text/language"

	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/models"
)

var slugPattern = regexp.MustCompile(`^[a-z0-9-]{2,60}$`)

// rules are the tags of our own; each takes a string that is not empty.
var rules = map[string]func(string) bool{
	"slug":       slugPattern.MatchString,
	"country":    func(s string) bool { return s == string(models.NotStated) || place.IsCountry(s) },
	"land":       place.IsCountry,
	"collective": oneOf(models.OrganisationTypes),
	"oneline":    func(s string) bool { return !strings.ContainsAny(s, "\n\t\u2028\u2029\u0085") },
	"region":     place.IsRegion,
	"zone":       place.IsZone,
	"email":      validEmail,
	"weblink":    validLink,
	"notblank":   func(s string) bool { return !models.Blank(s) },
	"type":       oneOf(models.CommentTypes),
	"stance":     oneOf(models.Stances),
	"target":     oneOf(models.TargetKinds),
	"outcome":    oneOf(models.Outcomes),
	"subtype":    oneOf(models.StakeholderSubtypes),
	"kind":       oneOf(models.PhaseKinds),
	"gate":       oneOf(models.Gates),
	"eventkind":  oneOf(models.EventKinds),
	"attending":  oneOf(models.Attendances),
	"status":     oneOf(models.EventStatuses),
	"attribute":  oneOf(models.Attributions),
	"role":       oneOf(models.Roles),
	"scope":      oneOf(models.Scopes),
	"speaker":    oneOf([]string{"individual", "organisation"}),
	"voice":      oneOf(models.StakeholderTypes),
	"unit":       oneOf(models.ProvisionKinds),
	"act":        oneOf(Acts),
	"area":       oneOf(models.OutcomeAreas),
	"completion": oneOf(models.Completions),
}

func oneOf[T ~string](values []T) func(string) bool {
	return func(s string) bool { return slices.Contains(values, T(s)) }
}

// newValidator makes a validator that names fields as both surfaces do and knows our rules.
func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	for tag, ok := range rules {
		must(v.RegisterValidation(tag, func(fl validator.FieldLevel) bool {
			return fl.Field().Kind() == reflect.String && ok(fl.Field().String())
		}))
	}
	must(v.RegisterValidation("bytes", func(fl validator.FieldLevel) bool {
		limit, err := strconv.Atoi(fl.Param())
		return err == nil && len(fl.Field().String()) <= limit
	}))
	return v
}

func must(err error) {
	if err != nil {
		panic(err) // a rule of the program itself is wrong; seen at start
	}
}

// check applies the text rules to every string of an input, in place, and then its validate tags.
// What is wrong comes back as one fault that names every field.
func (s *Service) check(in any, more ...fault.Field) error {
	fields := cleanAll(reflect.ValueOf(in).Elem(), "")
	named := map[string]bool{} // one problem a field: the first is the one to mend
	for _, f := range fields {
		named[f.Name] = true
	}
	for _, f := range more {
		if !named[f.Name] {
			named[f.Name] = true
			fields = append(fields, f)
		}
	}
	var invalid validator.ValidationErrors
	if err := s.valid.Struct(in); errors.As(err, &invalid) {
		for _, e := range invalid {
			if f := fieldOf(e); !named[f.Name] {
				fields = append(fields, f)
			}
		}
	} else if err != nil {
		return err
	}
	return fault.Fields(fields)
}

// codes are the words for the validator's tags; where none is named the value is not one of those that are known.
var codes = map[string]string{
	"required": "required", "required_if": "required", "required_without": "required",
	"max": "too_long", "bytes": "too_many_bytes", "min": "too_small", "notblank": "blank", "oneline": "control",
	"email": "email", "weblink": "link", "slug": "slug", "bcp47_language_tag": "language", "len": "unknown_value",
}

func fieldOf(e validator.FieldError) fault.Field {
	_, name, _ := strings.Cut(e.Namespace(), ".")
	name = strings.NewReplacer("[", ".", "]", "").Replace(name)
	code, ok := codes[e.Tag()]
	if !ok {
		code = "unknown_value"
	}
	f := fault.Field{Name: name, Code: code}
	if limit, err := strconv.Atoi(e.Param()); err == nil {
		f.Args = map[string]any{"max": limit, "min": limit}
	}
	return f
}

// cleanAll walks the strings of an input; see models.CleanText.
func cleanAll(v reflect.Value, path string) []fault.Field {
	switch v.Kind() {
	case reflect.String:
		text, problem := models.CleanText(v.String())
		if problem != models.TextOK {
			return []fault.Field{{Name: path, Code: string(problem)}}
		}
		v.SetString(text)
	case reflect.Pointer:
		if !v.IsNil() {
			return cleanAll(v.Elem(), path)
		}
	case reflect.Struct:
		return cleanStruct(v, path)
	case reflect.Slice:
		return cleanSlice(v, path)
	case reflect.Map:
		return cleanMap(v, path)
	}
	return nil
}

func cleanStruct(v reflect.Value, path string) []fault.Field {
	var out []fault.Field
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name != "" {
			out = append(out, cleanAll(v.Field(i), join(path, name))...)
		}
	}
	return out
}

func cleanSlice(v reflect.Value, path string) []fault.Field {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return nil // bytes of a file are not a text
	}
	var out []fault.Field
	for i := range v.Len() {
		out = append(out, cleanAll(v.Index(i), join(path, strconv.Itoa(i)))...)
	}
	return out
}

// cleanMap cleans the texts of a language map; a map's values cannot be set in place.
func cleanMap(v reflect.Value, path string) []fault.Field {
	var out []fault.Field
	for _, key := range v.MapKeys() {
		text, problem := models.CleanText(v.MapIndex(key).String())
		if problem != models.TextOK {
			out = append(out, fault.Field{Name: join(path, key.String()), Code: string(problem)})
			continue
		}
		v.SetMapIndex(key, reflect.ValueOf(text))
	}
	return out
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// validEmail accepts a bare address (RFC 5322 addr-spec, RFC 6531) that can be mailed: one line, with a domain.
func validEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 || strings.ContainsAny(s, " \t\n<>\"(),:;") {
		return false
	}
	_, domain, ok := strings.Cut(s, "@")
	return ok && strings.Contains(domain, ".") && !strings.HasSuffix(domain, ".") && !strings.HasPrefix(domain, "[")
}

// validLink accepts an absolute http or https address with a host.
func validLink(s string) bool {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || (scheme != "https" && scheme != "http") || len(s) > 2000 {
		return false
	}
	host, _, _ := strings.Cut(rest, "/")
	return host != "" && !strings.ContainsAny(s, " \t\n\"<>\\^`{|}") && !strings.Contains(host, "@")
}

// canonical writes a language tag the one way it is written (BCP 47: en, pt-BR, zh-Hans), so that it is told to be
// the same; validation comes before.
func canonical(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	return t.String()
}
