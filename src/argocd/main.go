// Command argocd is what of Argo CD the tests ask: how healthy its own evaluator finds an object,
// and whether a manifest is an Application by its own types.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

const healthOf = "resource.customizations.health."

func main() {
	if len(os.Args) < 3 {
		fail("usage: argocd health CONFIGMAP OBJECT... | argocd application FILE")
	}
	switch os.Args[1] {
	case "health":
		health(os.Args[2], os.Args[3:])
	case "application":
		var application v1alpha1.Application
		check(yaml.UnmarshalStrict(read(os.Args[2]), &application))
		fmt.Println(application.Name)
	default:
		fail("unknown command " + os.Args[1])
	}
}

// health prints a line of JSON for each object.
func health(configMap string, objects []string) {
	var settings corev1.ConfigMap
	check(yaml.UnmarshalStrict(read(configMap), &settings))
	overrides := lua.ResourceHealthOverrides{}
	for key, script := range settings.Data {
		if len(key) > len(healthOf) && key[:len(healthOf)] == healthOf {
			kind := key[len(healthOf):]
			for at := range kind {
				if kind[at] == '_' {
					overrides[kind[:at]+"/"+kind[at+1:]] = v1alpha1.ResourceOverride{HealthLua: script}
				}
			}
		}
	}
	for _, file := range objects {
		var object unstructured.Unstructured
		check(yaml.Unmarshal(read(file), &object.Object))
		status, err := overrides.GetResourceHealth(&object)
		check(err)
		line, err := json.Marshal(status)
		check(err)
		fmt.Println(string(line))
	}
}

func read(file string) []byte {
	bytes, err := os.ReadFile(file)
	check(err)
	return bytes
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
