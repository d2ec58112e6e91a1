using System.IO.MemoryMappedFiles;

namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>The input that is being read, where it outlives the process: an overflow of the stack leaves nothing else behind.</summary>
internal sealed class LastInput : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public LastInput(string target, int mostBytes)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, "last-input"));
        Path = System.IO.Path.Combine(folder.FullName, target);
        File.Delete(Path);
        _file = MemoryMappedFile.CreateFromFile(Path, FileMode.CreateNew, mapName: null, sizeof(int) + mostBytes);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>Four bytes of length, then the input.</summary>
    public string Path { get; }

    public void Set(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, input.Length);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
