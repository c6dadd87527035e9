// Package hellogo has the function under test.
package hellogo

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

var (
	incarnation = strconv.FormatInt(time.Now().UnixNano(), 36)
	invocations atomic.Int64
	ticks       atomic.Int64
	connection  net.Conn
)

func init() {
	wait, _ := strconv.Atoi(os.Getenv("INIT_MS"))
	time.Sleep(time.Duration(wait) * time.Millisecond)
	if os.Getenv("INIT_FAILS") != "" {
		panic("init failed")
	}
	go func() {
		for range time.Tick(10 * time.Millisecond) {
			ticks.Add(1)
		}
	}()
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	go func() {
		<-terminated
		fmt.Println("cleaned up")
		os.Exit(0)
	}()
}

// CustomError is an error of the function's own.
type CustomError struct{}

func (CustomError) Error() string { return "of its own" }

// action is an event that says what to do.
type action struct {
	Do      string
	Of      string
	As      string
	Text    string
	Message string
	Level   string
	Path    string
	Value   string
	Fails   bool
	Bytes   int
	Count   int
	Lines   int
	Port    int
	Status  int
	Times   int
	PauseMs int
	Parts   []string
}

// Handle does what the event says, and answers any other event with it.
func Handle(ctx context.Context, event json.RawMessage) (any, error) {
	var a action
	if json.Unmarshal(event, &a) != nil || a.Do == "" {
		return event, nil
	}
	lc, _ := lambdacontext.FromContext(ctx)
	switch a.Do {
	case "length":
		return len([]rune(a.Of)), nil
	case "large":
		return strings.Repeat("x", a.Bytes), nil
	case "state":
		return map[string]any{
			"incarnation": incarnation, "invocations": invocations.Add(1), "ticks": ticks.Load(),
		}, nil
	case "context":
		return contextOf(ctx, lc), nil
	case "remaining":
		return remaining(ctx, a), nil
	case "raise":
		return nil, errors.New(a.Message)
	case "raise-custom":
		return nil, CustomError{}
	case "throw":
		panic(a.Value)
	case "halt":
		os.Exit(a.Status)
	case "unencodable":
		return make(chan int), nil
	case "write":
		if err := os.WriteFile(a.Path, []byte("written"), 0o644); err != nil {
			return nil, err
		}
		text, err := os.ReadFile(a.Path)
		return string(text), err
	case "print":
		for n := range a.Lines {
			fmt.Printf("out %d %s\n", n+1, a.Text)
			fmt.Fprintf(os.Stderr, "err %d %s\n", n+1, a.Text)
		}
		return a.Lines, nil
	case "log":
		levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warning": slog.LevelWarn}
		slog.Log(ctx, levels[a.Level], a.Message)
	case "resources":
		return resources()
	case "background":
		go background(ctx, a)
		return "started", nil
	case "release":
		touch("release")
		untilFiles("released", 1)
		time.Sleep(time.Duration(a.PauseMs) * time.Millisecond)
		return "released", nil
	case "parallel":
		return parallel(a.Count), nil
	case "connect":
		host, _, _ := net.SplitHostPort(os.Getenv("AWS_LAMBDA_RUNTIME_API"))
		var err error
		connection, err = net.Dial("tcp", net.JoinHostPort(host, strconv.Itoa(a.Port)))
		return nil, err
	case "echo":
		return echo(a.Text), nil
	case "meet":
		name := a.As
		if name == "" {
			name = lc.AwsRequestID
		}
		touch("meet-" + name)
		untilFiles("meet-", a.Count)
		return name, nil
	}
	return nil, nil
}

func contextOf(ctx context.Context, lc *lambdacontext.LambdaContext) map[string]any {
	found := map[string]any{
		"requestId":       lc.AwsRequestID,
		"functionArn":     lc.InvokedFunctionArn,
		"traceId":         ctx.Value("x-amzn-trace-id"),
		"tenantId":        lc.TenantID,
		"functionName":    lambdacontext.FunctionName,
		"functionVersion": lambdacontext.FunctionVersion,
		"memoryMb":        lambdacontext.MemoryLimitInMB,
		"logGroupName":    lambdacontext.LogGroupName,
		"logStreamName":   lambdacontext.LogStreamName,
	}
	if trace := os.Getenv("_X_AMZN_TRACE_ID"); trace != "" {
		found["traceVariable"] = trace
	}
	if lc.Identity.CognitoIdentityID != "" {
		found["identity"] = map[string]string{
			"cognitoIdentityId":     lc.Identity.CognitoIdentityID,
			"cognitoIdentityPoolId": lc.Identity.CognitoIdentityPoolID,
		}
	}
	client := map[string]any{}
	if title := lc.ClientContext.Client.AppTitle; title != "" {
		client["client"] = map[string]string{"app_title": title}
	}
	if custom := lc.ClientContext.Custom; custom != nil {
		client["custom"] = custom
	}
	if env := lc.ClientContext.Env; env != nil {
		client["env"] = env
	}
	if len(client) > 0 {
		found["clientContext"] = client
	}
	return found
}

func remaining(ctx context.Context, a action) map[string]int64 {
	started := time.Now().UnixMilli()
	fmt.Println("waiting")
	time.Sleep(time.Duration(a.PauseMs) * time.Millisecond)
	before := time.Now().UnixMilli()
	deadline, _ := ctx.Deadline()
	left := time.Until(deadline).Milliseconds()
	return map[string]int64{"started": started, "before": before, "remaining": left, "after": time.Now().UnixMilli()}
}

func resources() (map[string]int, error) {
	status, err := os.Open("/proc/self/status")
	if err != nil {
		return nil, err
	}
	defer status.Close()
	residentKb := 0
	for lines := bufio.NewScanner(status); lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "VmRSS: %d kB", &residentKb); err == nil {
			break
		}
	}
	descriptors, _ := os.ReadDir("/proc/self/fd")
	processes, _ := filepath.Glob("/proc/[0-9]*")
	return map[string]int{
		"residentKb": residentKb, "descriptors": len(descriptors), "processes": len(processes),
	}, nil
}

// background works on after the handler has returned: it waits for "release".
func background(ctx context.Context, a action) {
	untilFiles("release", 1)
	if !a.Fails {
		slog.WarnContext(ctx, "background")
	}
	touch("released")
	if a.Fails {
		panic("background")
	}
}

// parallel returns when all parts are at work at once.
func parallel(count int) []int {
	done := make(chan int)
	for n := range count {
		go func() {
			touch(fmt.Sprintf("part-%d", n+1))
			untilFiles("part-", count)
			done <- n
		}()
	}
	parts := make([]int, count)
	for range count {
		n := <-done
		parts[n] = n + 1
	}
	return parts
}

func echo(text string) string {
	if _, err := io.WriteString(connection, text); err != nil {
		return "error: " + err.Error()
	}
	buffer := make([]byte, 100)
	n, err := connection.Read(buffer)
	if err != nil {
		return "error: " + err.Error()
	}
	return string(buffer[:n])
}

func touch(name string) {
	if err := os.WriteFile("/tmp/"+name, nil, 0o644); err != nil {
		panic(err)
	}
}

func untilFiles(prefix string, count int) {
	for {
		found, _ := filepath.Glob("/tmp/" + prefix + "*")
		if len(found) >= count {
			return
		}
		runtime.Gosched()
		time.Sleep(5 * time.Millisecond)
	}
}

// parts is a body that is sent in parts.
type parts struct {
	io.Reader
	fails bool
}

func (p *parts) Read(buffer []byte) (int, error) {
	n, err := p.Reader.Read(buffer)
	if p.fails && errors.Is(err, io.EOF) {
		err = errors.New("half-way")
	}
	return n, err
}

// textParts is a body with a content type.
type textParts struct{ parts }

func (*textParts) ContentType() string { return "text/plain" }

// Stream answers every event with a streamed response.
func Stream(_ context.Context, a action) (io.Reader, error) {
	body := strings.NewReader(strings.Repeat(strings.Join(a.Parts, ""), max(a.Times, 1)))
	if a.Do == "http-stream" {
		return &events.LambdaFunctionURLStreamingResponse{
			StatusCode: http.StatusCreated,
			Headers:    map[string]string{"x-part": "head"},
			Cookies:    []string{"a=1", "b=2"},
			Body:       body,
		}, nil
	}
	return &textParts{parts{Reader: body, fails: a.Fails}}, nil
}
