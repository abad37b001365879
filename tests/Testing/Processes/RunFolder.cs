using System.Diagnostics;
using System.Globalization;

namespace Oversight.Testing;

/// <summary>
/// The temporary folder of this test process: databases, broker data, SQLite files. It is removed when the process ends;
/// what a killed process left behind is removed by the next one. It is not in the checkout, because the servers run as
/// other users, who may not be allowed to look into it.
/// </summary>
public static class RunFolder
{
    private const string Prefix = "oversight-tests-";
    private static readonly Lazy<string> Folder = new(Create);
    private static int _next;

    /// <summary>A new, empty folder, readable by every local user.</summary>
    public static string New(string purpose) =>
        Directory.CreateDirectory(PathFor(purpose)).FullName;

    /// <summary>A path at which nothing exists yet.</summary>
    public static string PathFor(string purpose) =>
        Path.Combine(Folder.Value, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _next):00}-{purpose}"));

    private static string Create()
    {
        RemoveAbandoned();
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        // The test runner complains when the end of the process takes longer than a second: do not wait for the disk.
        ProcessEnd.Do(() => RemoveInBackground(folder));
        return folder;
    }

    private static void RemoveAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            if (int.TryParse(Path.GetFileName(folder)[Prefix.Length..], CultureInfo.InvariantCulture, out var owner) && !IsAlive(owner))
            {
                Remove(folder);
            }
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return processId != Environment.ProcessId;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void RemoveInBackground(string folder)
    {
        if (Executables.Find("rm") is { } rm)
        {
            using var process = Process.Start(rm, ["-rf", folder]);
        }
        else
        {
            Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another user's folder, or a server that is just ending: the next run tries again.
        }
    }
}
