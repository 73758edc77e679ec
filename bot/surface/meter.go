package surface

import (
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"nhslaw/answers"
)

// A Meter counts what goes on, for Prometheus. No label ever holds what a user
// wrote, or who: labels are names of surfaces, statuses, topics and entries of
// the corpus, and the few reasons and kinds that the program itself knows.
type Meter struct {
	registry  *prometheus.Registry
	questions *prometheus.CounterVec
	answering *prometheus.HistogramVec
	acks      *prometheus.HistogramVec
	declined  *prometheus.CounterVec
	feedback  *prometheus.CounterVec
	panics    *prometheus.CounterVec
	connected *prometheus.GaugeVec
	connects  *prometheus.CounterVec
	faults    *prometheus.CounterVec
	limits    *prometheus.CounterVec
	corpus    *prometheus.GaugeVec
	reloads   *prometheus.CounterVec
	build     *prometheus.GaugeVec
}

// NewMeter returns a meter with all counts at zero, and with those of the Go
// runtime and the process beside them.
func NewMeter() *Meter {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		v := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "nhslaw", Name: name, Help: help}, labels)
		r.MustRegister(v)
		return v
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		v := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "nhslaw", Name: name, Help: help}, labels)
		r.MustRegister(v)
		return v
	}
	histogram := func(name, help string, buckets []float64) *prometheus.HistogramVec {
		v := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "nhslaw", Name: name, Help: help, Buckets: buckets}, []string{"surface"})
		r.MustRegister(v)
		return v
	}
	m := &Meter{
		registry:  r,
		questions: counter("questions_total", "Messages replied to.", "surface", "status", "topic"),
		answering: histogram("answer_seconds", "Time to find a reply.", answerBuckets),
		acks:      histogram("acknowledgement_seconds", "Time from a platform's request to its acknowledgement.", ackBuckets),
		declined:  counter("declined_total", "Messages not replied to, by reason.", "surface", "reason"),
		feedback:  counter("feedback_total", "Verdicts of readers.", "surface", "entry", "verdict"),
		panics:    counter("panics_total", "Requests that made the program fail.", "surface"),
		connected: gauge("connected", "1 while the surface can receive messages.", "surface"),
		connects:  counter("connects_total", "Connections made to the platform.", "surface"),
		faults:    counter("platform_errors_total", "Calls to the platform that failed, by kind.", "surface", "kind"),
		limits:    counter("rate_limited_total", "Calls that the platform put off.", "surface"),
		corpus:    gauge("corpus_info", "1 for the corpus in use.", "digest"),
		reloads:   counter("corpus_reloads_total", "Corpora loaded in place of another, or found faulty.", "outcome"),
		build:     gauge("build_info", "1 for the version that runs.", "version", "goversion"),
	}
	for _, outcome := range []string{reloadLoaded, reloadFaulty} { // a rise from nothing isn't seen as one
		m.reloads.WithLabelValues(outcome)
	}
	return m
}

var (
	// answerBuckets, in seconds: an answer costs some 100 µs.
	answerBuckets = []float64{25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 10e-3, 100e-3}
	// ackBuckets, in seconds: platforms wait for 3 s.
	ackBuckets = []float64{.5e-3, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 100e-3, 250e-3, 1, 3}
)

// Handler serves the counts in Prometheus's text format.
func (m *Meter) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Build notes which version runs.
func (m *Meter) Build(version string) { m.build.WithLabelValues(version, runtime.Version()).Set(1) }

// Question counts a reply; topic is that of its first claim, or "".
func (m *Meter) Question(surface string, status answers.Status, topic string, took time.Duration) {
	m.questions.WithLabelValues(surface, string(status), topic).Inc()
	m.answering.WithLabelValues(surface).Observe(took.Seconds())
}

// Ack counts an acknowledgement.
func (m *Meter) Ack(surface string, took time.Duration) {
	m.acks.WithLabelValues(surface).Observe(took.Seconds())
}

// Declined counts a decision not to answer.
func (m *Meter) Declined(surface, reason string) { m.declined.WithLabelValues(surface, reason).Inc() }

// Feedback counts a verdict on an entry of the corpus.
func (m *Meter) Feedback(surface, entry string, helpful bool) {
	verdict := "not_helpful"
	if helpful {
		verdict = "helpful"
	}
	m.feedback.WithLabelValues(surface, entry, verdict).Inc()
}

// Panic counts a request that made the program fail.
func (m *Meter) Panic(surface string) { m.panics.WithLabelValues(surface).Inc() }

// Connected counts a connection made to the platform, and Disconnected its loss.
func (m *Meter) Connected(surface string) {
	m.connects.WithLabelValues(surface).Inc()
	m.connected.WithLabelValues(surface).Set(1)
}

// Disconnected notes that the surface can't receive messages.
func (m *Meter) Disconnected(surface string) { m.connected.WithLabelValues(surface).Set(0) }

// Fault counts a call to the platform that failed; the kind is the platform's
// own short code ("not_in_channel") or "timeout", "network", "status_503".
func (m *Meter) Fault(surface, kind string) { m.faults.WithLabelValues(surface, kind).Inc() }

// RateLimited counts a call that the platform put off.
func (m *Meter) RateLimited(surface string) { m.limits.WithLabelValues(surface).Inc() }

// Corpus notes which corpus is in use.
func (m *Meter) Corpus(digest string) {
	m.corpus.Reset()
	m.corpus.WithLabelValues(digest).Set(1)
}

const (
	reloadLoaded = "loaded"
	reloadFaulty = "faulty"
)

// Reload counts a corpus that took the place of another, or was too faulty to.
func (m *Meter) Reload(ok bool) {
	outcome := reloadLoaded
	if !ok {
		outcome = reloadFaulty
	}
	m.reloads.WithLabelValues(outcome).Inc()
}
