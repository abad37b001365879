using Oversight.Kernel;

namespace Oversight.Identity.Keys;

/// <summary>Refusals about the server's keys; no caller sees them.</summary>
internal static class KeyErrors
{
    public static readonly Error GenerationMade = new(
        ErrorKind.Conflict, "identity.key.generation_made", "Another replica made this generation of the key first.");
}
