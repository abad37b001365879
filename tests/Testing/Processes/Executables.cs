using System.Collections.Concurrent;
using System.Diagnostics;

namespace Oversight.Testing;

/// <summary>Programs of this machine.</summary>
internal static class Executables
{
    private static readonly ConcurrentDictionary<string, string?> Found = new();

    /// <summary>The full path of a program on the PATH or in the system folders, or null.</summary>
    public static string? Find(string name) => Found.GetOrAdd(name, static name =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"])
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists));

    /// <summary>Runs a short command to its end and returns its output.</summary>
    /// <exception cref="InvalidOperationException">The command failed; its output is in the message.</exception>
    public static async Task<string> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The command line that runs a program as another user when we are root, and as we are otherwise.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) As(string user, string program, IReadOnlyList<string> arguments) =>
        Environment.IsPrivilegedProcess && Find("setpriv") is { } setpriv
            ? (setpriv, [$"--reuid={user}", $"--regid={user}", "--init-groups", "--", program, .. arguments])
            : (program, arguments);

    /// <summary>A folder that belongs to <paramref name="user"/> when we are root; nobody else can look into it.</summary>
    public static Task MakePrivateFolderAsync(string path, string user, CancellationToken cancellationToken) =>
        RunAsync(
            Find("install")!,
            Environment.IsPrivilegedProcess ? ["-d", "-m", "700", "-o", user, "-g", user, path] : ["-d", "-m", "700", path],
            null,
            cancellationToken);
}
