package main
import ("testing";"fmt";"time";"slices";"os";"runtime/pprof";"nhslaw/answers";"nhslaw/corpus")
func TestZZ(t *testing.T){
 s:=newSeed(corpus.Embedded())
 for _,n:=range []int{1,10,40} {
  g:=s.grow(n,400)
  st:=time.Now(); x:=answers.New(g.corpus); b:=time.Since(st)
  for _,q:=range g.questions { x.Ask(q.text) }
  if n==40 { f,_:=os.Create("/tmp/g100.out"); pprof.StartCPUProfile(f); defer pprof.StopCPUProfile() }
  var ds []time.Duration
  for r:=0;r<3;r++ { for _,q:=range g.questions { a:=time.Now(); x.Ask(q.text); ds=append(ds,time.Since(a)) } }
  slices.Sort(ds)
  fmt.Fprintln(os.Stderr,n,"build",b,"median",ds[len(ds)/2],"p90",ds[len(ds)*9/10],"p99",ds[len(ds)*99/100],"min",ds[0])
 }
}
