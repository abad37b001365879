using Oversight.Kernel;

namespace Oversight.Registry.Announcements;

/// <summary>Every refusal about announcements.</summary>
internal static class AnnouncementErrors
{
    public static readonly Error NotFound = new(ErrorKind.NotFound, "registry.announcement.unknown", "There is no such announcement in your scope.");

    public static readonly Error OutOfScope = new(ErrorKind.Forbidden, "registry.announcement.out_of_scope", "You announce entries of your own division only.", "division");
}
