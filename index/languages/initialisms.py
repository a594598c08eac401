"""What initials stand for, where articles and readers write the one or the other. Pure."""

from __future__ import annotations

# Rows of the ways to write one name; points are left out where letters stand for words.
INITIALISMS = (
    ("UN", "United Nations"),
    ("EU", "European Union"),
    ("US", "United States", "USA", "America"),
    ("UK", "United Kingdom", "Britain"),
    ("UAE", "United Arab Emirates"),
    ("WHO", "World Health Organization", "World Health Organisation"),
    ("WTO", "World Trade Organization", "World Trade Organisation"),
    ("IMF", "International Monetary Fund"),
    ("ECB", "European Central Bank"),
    ("ICC", "International Criminal Court"),
    ("FBI", "Federal Bureau of Investigation"),
    ("CIA", "Central Intelligence Agency"),
    ("FAA", "Federal Aviation Administration"),
    ("FDA", "Food and Drug Administration"),
    ("EPA", "Environmental Protection Agency"),
    ("CDC", "Centers for Disease Control and Prevention", "Centers for Disease Control"),
    ("NHS", "National Health Service"),
    ("DC", "District of Columbia"),
    ("LA", "Los Angeles"),
    ("NYC", "New York City", "New York"),
    ("NGO", "non-governmental organization", "non-governmental organisation", "aid group", "charity"),
    ("PM", "prime minister"),
    ("MP", "member of parliament", "lawmaker"),
    ("CEO", "chief executive officer", "chief executive"),
    ("CFO", "chief financial officer", "finance chief"),
    ("HR", "human resources", "personnel"),
    ("DI", "Detective Inspector"),
    ("SOFA", "Status of Forces Agreement"),
    ("GDP", "gross domestic product"),
    ("AI", "artificial intelligence"),
)
