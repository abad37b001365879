using Oversight.Disclosure.Publication;

namespace Oversight.Disclosure.Exposures;

/// <summary>A public exposure as the public sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Title.</param>
/// <param name="Text">Approved wording.</param>
/// <param name="Department">Department that released it.</param>
/// <param name="ReleasedOn">Official day of the release.</param>
/// <param name="Publication">Until when it is published.</param>
public sealed record ExposureRecord(
    Guid Id, string Title, string Text, NamedCode Department, DateOnly ReleasedOn, PublicationRecord Publication)
{
    internal static ExposureRecord From(PublishedExposure e, Wording words) =>
        new(e.Id, e.Title, e.Text, words.Department(e.Department), e.OccurredOn, PublicationRecord.Of(e));
}
