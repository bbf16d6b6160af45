// Command argocd is what of Argo CD the tests ask and run: how healthy its own evaluator finds an
// object, whether a manifest is an Application by its own types, its application controller, its
// repo server, and the Redis that its own tests run where there is no other.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"
	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

const (
	healthOf = "resource.customizations.health."

	// endWithStdin names the variable that ties a server's life to its standard input.
	endWithStdin = "HASTACK_END_WITH_STDIN"
)

func main() {
	if len(os.Args) < 3 {
		fail("usage: argocd health CONFIGMAP OBJECT... | application FILE | redis ADDRESS" +
			" | application-controller OPTION... | repo-server OPTION...")
	}
	switch os.Args[1] {
	case "health":
		health(os.Args[2], os.Args[3:])
	case "application":
		var application v1alpha1.Application
		check(yaml.UnmarshalStrict(read(os.Args[2]), &application))
		fmt.Println(application.Name)
	case "application-controller":
		serve(controller.NewCommand(), os.Args[2:])
	case "repo-server":
		serve(reposerver.NewCommand(), os.Args[2:])
	case "redis":
		redis(os.Args[2])
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

// serve runs one of Argo CD's servers.
func serve(command *cobra.Command, options []string) {
	if os.Getenv(endWithStdin) != "" {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}()
	}
	command.SetArgs(options)
	check(command.Execute())
}

// redis serves at the address until its standard input ends.
func redis(address string) {
	server := miniredis.NewMiniRedis()
	check(server.StartAddr(address))
	go func() {
		// Its keys age by nothing else.
		for range time.Tick(time.Second) {
			server.FastForward(time.Second)
		}
	}()
	_, _ = io.Copy(io.Discard, os.Stdin)
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
