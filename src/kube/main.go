// Command kube is a whole Kubernetes control plane in one executable: etcd, kube-apiserver,
// kube-controller-manager and kubectl, told apart by the name it is started under. One binary
// shares the large common part of the four and is linked once.
package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

// endWithStdin names the variable that ties a server's life to its standard input.
const endWithStdin = "HASTACK_END_WITH_STDIN"

var programs = map[string]func(){
	"etcd":                    func() { etcdmain.Main(os.Args) },
	"kube-apiserver":          func() { run(apiserver.NewAPIServerCommand()) },
	"kube-controller-manager": func() { run(manager.NewControllerManagerCommand()) },
	"kubectl":                 func() { run(kubectl.NewDefaultKubectlCommand()) },
}

func main() {
	name := filepath.Base(os.Args[0])
	program, known := programs[name]
	if !known {
		names := strings.Join(slices.Sorted(maps.Keys(programs)), ", ")
		fmt.Fprintf(os.Stderr, "%s: start this through a link named one of: %s\n", name, names)
		os.Exit(2)
	}
	if name != "kubectl" && os.Getenv(endWithStdin) != "" {
		go exitAtEndOfInput()
	}
	program()
}

func run(command *cobra.Command) {
	os.Exit(cli.Run(command))
}

// exitAtEndOfInput ends the process when whoever holds the other end of its standard input is
// gone: the one sign of a killed parent that every system gives.
func exitAtEndOfInput() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
