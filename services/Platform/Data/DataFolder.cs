using Mat.Platform.Hosting;

namespace Mat.Platform.Data;

/// <summary>The embedded shape's folder: databases and the keys it makes for itself.</summary>
public sealed class DataFolder(MatOptions options) : IDisposable
{
    private FileStream? _lock;

    public string Path { get; } = System.IO.Path.GetFullPath(options.Data);

    /// <summary>Makes a file that its owner alone can read, once; later starts find it.</summary>
    public string MakeKeyFile(string name, Func<string> content)
    {
        var folder = System.IO.Path.Combine(Path, "keys");
        Directory.CreateDirectory(folder);
        var file = System.IO.Path.Combine(folder, name);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new StreamWriter(file, options);
            stream.Write(content());
        }
        catch (IOException) when (File.Exists(file))
        {
            // It is there already.
        }

        return file;
    }

    /// <summary>Keeps a second process off the same files.</summary>
    /// <exception cref="InvalidOperationException">Another process runs on this folder.</exception>
    internal void Lock()
    {
        Directory.CreateDirectory(Path);
        try
        {
            _lock ??= new FileStream(System.IO.Path.Combine(Path, "mat.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new InvalidOperationException($"Another mat runs on {Path}: stop it, or choose another folder with --data.");
        }
    }

    public void Dispose() => _lock?.Dispose();
}
