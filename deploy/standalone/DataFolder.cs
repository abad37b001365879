using Oversight.Persistence;

namespace Oversight.Standalone;

/// <summary>
/// The data folder, held by one process at a time: two platforms on the same files would each send the other's facts.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Makes the folder if it is not there, takes the rights of others from it, and takes it.</summary>
    /// <exception cref="IOException">Another process holds it, or it cannot be written.</exception>
    public static DataFolder Take(string path)
    {
        PrivateFiles.MakeFolder(path);
        var file = new FileStream(
            System.IO.Path.Combine(path, "oversight.lock"), PrivateFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
        return new DataFolder(path, file);
    }

    /// <summary>Path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a small file whole or not at all, readable by its owner only.</summary>
    public void Write(string name, string text) => PrivateFiles.Write(File(name), text, overwrite: true);

    /// <summary>Text of a small file, or null if it is not there.</summary>
    public string? Read(string name) => System.IO.File.Exists(File(name)) ? System.IO.File.ReadAllText(File(name)) : null;

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();
}
