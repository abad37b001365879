using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Oversight.Testing;

/// <summary>
/// A child that never outlives this process: on Linux the kernel kills it when we die, however we die; elsewhere it is
/// killed when we end in order. Unix only.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const int SigTerm = 15;
    private readonly Process _process;
    private readonly string _logPath;

    private ChildProcess(Process process, string logPath)
    {
        _process = process;
        _logPath = logPath;
        ProcessEnd.Do(() => Kill(process));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static async Task<ChildProcess> StartAsync(ChildSpecification specification)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = specification.WorkingFolder ?? "" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(specification.LogPath);
        foreach (var argument in CommandLine(specification))
        {
            start.ArgumentList.Add(argument);
        }

        if (!specification.InheritsEnvironment)
        {
            start.Environment.Clear();
            start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
            start.Environment["LANG"] = "C.UTF-8";
        }

        foreach (var (name, value) in specification.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return new ChildProcess(await Launcher.StartAsync(start), specification.LogPath);
    }

    /// <summary>SIGKILL to the child and all of its children; returns when it is gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        Kill(_process);
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>
    /// SIGTERM; SIGKILL when the child has not ended within <paramref name="patience"/>. Returns true if it ended by itself.
    /// </summary>
    public async Task<bool> StopAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, SigTerm);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await KillAsync(cancellationToken);
            return false;
        }
    }

    /// <summary>The end of the child's output, for a failure message.</summary>
    public string LogTail() => Tail(_logPath);

    public void Dispose()
    {
        Kill(_process);
        _process.Dispose();
    }

    internal static string Tail(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(file.Length, 6_000), SeekOrigin.End);
            using var reader = new StreamReader(file);
            return $"The end of {path}:{Environment.NewLine}{reader.ReadToEnd()}";
        }
        catch (IOException)
        {
            return $"There is no output in {path}.";
        }
    }

    private static IEnumerable<string> CommandLine(ChildSpecification specification)
    {
        if (Executables.Find("setpriv") is { } setpriv)
        {
            yield return setpriv;
            yield return "--pdeathsig";
            yield return "KILL";
            if (specification.User is { } user && Environment.IsPrivilegedProcess)
            {
                yield return $"--reuid={user}";
                yield return $"--regid={user}";
                yield return "--init-groups";
            }

            yield return "--";
        }

        if (specification.Niceness > 0 && Executables.Find("nice") is { } nice)
        {
            yield return nice;
            yield return "-n";
            yield return specification.Niceness.ToString(CultureInfo.InvariantCulture);
        }

        yield return specification.Program;
        foreach (var argument in specification.Arguments)
        {
            yield return argument;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception failure) when (failure is InvalidOperationException or AggregateException)
        {
            // It ended, or was disposed of, between the question and the signal.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);

    /// <summary>
    /// The kernel's parent-death signal fires when the *thread* that forked ends, and pool threads end when they idle. So
    /// every child is started by one thread that lives as long as this process.
    /// </summary>
    private static class Launcher
    {
        private static readonly BlockingCollection<Action> Work = [];

        static Launcher() => new Thread(Loop) { IsBackground = true, Name = "child process launcher" }.Start();

        public static Task<Process> StartAsync(ProcessStartInfo start)
        {
            var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
            Work.Add(() =>
            {
                try
                {
                    started.SetResult(Process.Start(start)!);
                }
                catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or IOException)
                {
                    started.SetException(failure);
                }
            });
            return started.Task;
        }

        private static void Loop()
        {
            foreach (var action in Work.GetConsumingEnumerable())
            {
                action();
            }
        }
    }
}
