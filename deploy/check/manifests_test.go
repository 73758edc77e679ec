// Package check holds what proves the files in deploy/, in a module of its own
// so that the program depends on none of it.
package check

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/yaml"
)

// kinds are the API's own types for what the manifests hold.
var kinds = map[string]func() metav1.Object{
	"apps/v1 Deployment":                 func() metav1.Object { return &appsv1.Deployment{} },
	"apps/v1 StatefulSet":                func() metav1.Object { return &appsv1.StatefulSet{} },
	"v1 Service":                         func() metav1.Object { return &corev1.Service{} },
	"policy/v1 PodDisruptionBudget":      func() metav1.Object { return &policyv1.PodDisruptionBudget{} },
	"networking.k8s.io/v1 NetworkPolicy": func() metav1.Object { return &networkingv1.NetworkPolicy{} },
}

// read parses every document of a manifest strictly: an unknown or repeated
// field is an error.
func read(t *testing.T, file string) map[string]metav1.Object {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	objects := map[string]metav1.Object{}
	for doc := range strings.SplitSeq(string(text), "\n---\n") {
		var head metav1.TypeMeta
		if err := yaml.Unmarshal([]byte(doc), &head); err != nil {
			t.Fatal(err)
		}
		empty, ok := kinds[head.APIVersion+" "+head.Kind]
		if !ok {
			t.Fatalf("%s: no such kind: %s %s", file, head.APIVersion, head.Kind)
		}
		o := empty()
		if err := yaml.UnmarshalStrict([]byte(doc), o); err != nil {
			t.Fatalf("%s, %s: %v", file, head.Kind, err)
		}
		objects[head.Kind] = o
	}
	return objects
}

func TestKubernetes(t *testing.T) {
	files, err := filepath.Glob("../kubernetes/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no manifests", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			objects := read(t, file)
			var template corev1.PodTemplateSpec
			var selector *metav1.LabelSelector
			switch {
			case objects["Deployment"] != nil:
				d := objects["Deployment"].(*appsv1.Deployment)
				template, selector = d.Spec.Template, d.Spec.Selector
				if *d.Spec.Replicas < 2 {
					t.Error("one replica alone is down while it is replaced")
				}
			case objects["StatefulSet"] != nil:
				s := objects["StatefulSet"].(*appsv1.StatefulSet)
				template, selector = s.Spec.Template, s.Spec.Selector
				if s.Spec.ServiceName != objects["Service"].GetName() {
					t.Error("the service is another's")
				}
				shards := ""
				for _, e := range template.Spec.Containers[0].Env {
					if e.Name == "DISCORD_SHARDS" {
						_, shards, _ = strings.Cut(e.Value, "/")
					}
				}
				if want := string('0' + rune(*s.Spec.Replicas)); shards != want {
					t.Errorf("%q shards for %s replicas", shards, want)
				}
			}
			service := objects["Service"].(*corev1.Service)
			budget := objects["PodDisruptionBudget"].(*policyv1.PodDisruptionBudget)
			policy := objects["NetworkPolicy"].(*networkingv1.NetworkPolicy)
			for what, s := range map[string]*metav1.LabelSelector{
				"controller": selector, "Service": {MatchLabels: service.Spec.Selector}, "PodDisruptionBudget": budget.Spec.Selector, "NetworkPolicy": &policy.Spec.PodSelector,
			} {
				if m, err := metav1.LabelSelectorAsSelector(s); err != nil || m.Empty() || !m.Matches(labels.Set(template.Labels)) {
					t.Errorf("the %s doesn't select the pods: %v", what, err)
				}
			}
			hardened(t, template.Spec)
			port := template.Spec.Containers[0].Ports[0]
			if service.Spec.Ports[0].TargetPort.StrVal != port.Name || policy.Spec.Ingress[0].Ports[0].Port.StrVal != port.Name {
				t.Errorf("port %s is not what the Service and the NetworkPolicy let through", port.Name)
			}
		})
	}
}

// hardened checks what the restricted Pod Security Standard demands, and more.
func hardened(t *testing.T, pod corev1.PodSpec) {
	t.Helper()
	c := pod.Containers[0]
	if pod.SecurityContext == nil || pod.SecurityContext.SeccompProfile == nil || c.SecurityContext == nil || c.LivenessProbe == nil || c.ReadinessProbe == nil {
		t.Fatal("the pod lacks a security context or a probe")
	}
	for what, ok := range map[string]bool{
		"not root":            is(pod.SecurityContext.RunAsNonRoot, true) && is(pod.SecurityContext.RunAsUser, 65532),
		"seccomp":             pod.SecurityContext.SeccompProfile.Type == corev1.SeccompProfileTypeRuntimeDefault,
		"no escalation":       is(c.SecurityContext.AllowPrivilegeEscalation, false),
		"read-only root":      is(c.SecurityContext.ReadOnlyRootFilesystem, true),
		"no capabilities":     reflect.DeepEqual(c.SecurityContext.Capabilities, &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}}),
		"no API token":        is(pod.AutomountServiceAccountToken, false),
		"no service links":    is(pod.EnableServiceLinks, false), // they would set NHSLAW_... variables
		"time to drain":       is(pod.TerminationGracePeriodSeconds, 15),
		"liveness":            c.LivenessProbe.HTTPGet.Path == "/healthz",
		"readiness":           c.ReadinessProbe.HTTPGet.Path == "/readyz",
		"readiness is prompt": c.ReadinessProbe.PeriodSeconds*c.ReadinessProbe.FailureThreshold < 3, // how long it says no before the server closes
		"memory limit":        !c.Resources.Limits.Memory().IsZero(),
	} {
		if !ok {
			t.Errorf("the pod lacks: %s", what)
		}
	}
}

// is reports whether a field is set, and to that.
func is[T comparable](field *T, want T) bool { return field != nil && *field == want }

// TestCompose loads the compose files as the tool does: against the schema of
// the specification.
func TestCompose(t *testing.T) {
	files, err := filepath.Glob("../compose*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no compose files", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			options, err := cli.NewProjectOptions([]string{file})
			if err != nil {
				t.Fatal(err)
			}
			project, err := options.LoadProject(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for name, s := range project.Services {
				if !s.ReadOnly || !reflect.DeepEqual(s.CapDrop, []string{"ALL"}) || s.MemLimit == 0 || len(s.SecurityOpt) == 0 {
					t.Errorf("%s may do more than it must", name)
				}
				for setting, value := range s.Environment {
					if strings.HasSuffix(setting, "_FILE") && !strings.HasPrefix(*value, "/run/secrets/") {
						t.Errorf("%s: %s is no secret of the project", name, setting)
					}
				}
				for _, secret := range s.Secrets {
					if _, ok := project.Secrets[secret.Source]; !ok {
						t.Errorf("%s: no secret %s", name, secret.Source)
					}
				}
			}
		})
	}
}
