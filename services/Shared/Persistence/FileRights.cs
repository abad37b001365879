using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Oversight.Persistence;

/// <summary>
/// Before a service takes its first request, takes the rights of others from what it keeps on disk: the data folder, keys, its own files
/// there, and a SQLite database with its log. New ones are made without such rights; these are of an earlier time, or of a copy.
/// </summary>
public sealed partial class FileRights(string service, string dataFolder, DatabaseLocation database, ILogger<FileRights> log)
    : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var path in Narrow())
        {
            LogOpen(log, path);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private List<string> Narrow()
    {
        var left = new List<string>();
        if (Directory.Exists(dataFolder) && !PrivateFiles.MakeFolder(dataFolder))
        {
            left.Add(dataFolder);
        }

        var keys = Path.Combine(dataFolder, "keys");
        left.AddRange(PrivateFiles.NarrowTree(keys));
        left.AddRange(PrivateFiles.NarrowTree(Path.Combine(dataFolder, service)));
        var files = Directory.Exists(dataFolder) ? Directory.EnumerateFiles(dataFolder) : [];
        left.AddRange(
            files.Concat(Directory.Exists(keys) ? Directory.EnumerateFiles(keys) : []).Concat(DatabaseFiles()).Where(
                file => !PrivateFiles.NarrowFile(file)));
        return left;
    }

    private string[] DatabaseFiles()
    {
        if (database.Provider != DatabaseProvider.Sqlite)
        {
            return [];
        }

        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        return [file, $"{file}-wal", $"{file}-shm", $"{file}-journal", $"{file}.schema-lock"];
    }

    [LoggerMessage(1, LogLevel.Warning, "Others may read {Path}: it belongs to another user, who alone can change its rights")]
    private static partial void LogOpen(ILogger log, string path);
}
