namespace Oversight.Persistence;

/// <summary>
/// Folders and files that only the user of the process may read: 0700 and 0600, from their first moment and, where they were made
/// with wider rights before, from the next start on. On Windows the rights of the parent folder hold and nothing is done here.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite, OwnerOfFolder = Owner | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes a folder, and those above it, if they are not there; takes the rights of others from the folder itself where it is.
    /// </summary>
    /// <returns>False if it belongs to another user, who alone can change its rights.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static bool MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return true;
        }

        // The runtime makes missing parents with the rights that every folder has.
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent))
        {
            MakeFolder(parent);
        }

        Directory.CreateDirectory(path, OwnerOfFolder);
        return Narrow(path, OwnerOfFolder, out _);
    }

    /// <summary>Takes the rights of others from a file; nothing happens if it is not there.</summary>
    /// <returns>As of <see cref="MakeFolder"/>.</returns>
    public static bool NarrowFile(string path) => OperatingSystem.IsWindows() || !File.Exists(path) || Narrow(path, Owner, out _);

    /// <summary>
    /// Takes the rights of others from a folder and all that is in it. Files are looked at one by one only where their folder was
    /// open to others: a store of a million files costs a start nothing.
    /// </summary>
    /// <returns>What belongs to another user and stayed as it was.</returns>
    public static IReadOnlyList<string> NarrowTree(string folder)
    {
        var left = new List<string>();
        if (!OperatingSystem.IsWindows() && Directory.Exists(folder))
        {
            NarrowTree(folder, left);
        }

        return left;
    }

    /// <summary>Options of a stream that makes a private file.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access = FileAccess.Write, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        return options;
    }

    /// <summary>Writes a small private file whole or not at all, and returns when it is on disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="overwrite">False: a file that is there already, or that another process makes at the same moment, stays as it
    /// is.</param>
    /// <returns>Whether the text is what the file now says; false only where <paramref name="overwrite"/> is.</returns>
    /// <exception cref="IOException">The disk is full or away.</exception>
    public static bool Write(string path, string text, bool overwrite)
    {
        var aside = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (var stream = new FileStream(aside, Options(FileMode.Create)))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(text);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static void NarrowTree(string folder, List<string> left)
    {
        if (!Narrow(folder, OwnerOfFolder, out var wasOpen))
        {
            left.Add(folder);
        }

        if (wasOpen)
        {
            left.AddRange(Directory.EnumerateFiles(folder).Where(file => !Narrow(file, Owner, out _)));
        }

        foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            NarrowTree(inner.FullName, left);
        }
    }

    private static bool Narrow(string path, UnixFileMode most, out bool wasOpen)
    {
        wasOpen = false;
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            var mode = File.GetUnixFileMode(path);
            wasOpen = (mode & ~most) != 0;
            if (wasOpen)
            {
                File.SetUnixFileMode(path, mode & most);
            }

            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (FileNotFoundException)
        {
            return true; // A side file of a database goes away with its last connection.
        }
    }
}
